using System.Text;

namespace Cocoon.Admin.Tables;

/// <summary>A table as CSV (RFC 4180), with text that a spreadsheet would take for a formula defused.</summary>
internal static class CsvFile
{
    private const string FormulaStarts = "=+-@\t\r";

    public static string Write(Sheet sheet)
    {
        var file = new StringBuilder();
        Line(file, sheet.Columns.Select(column => Quote(column.CsvTitle)));
        foreach (var row in sheet.Rows) Line(file, row.Cells.Select(cell => cell.IsNumber ? cell.Csv : Quote(Defuse(cell.Csv))));
        return file.ToString();
    }

    private static void Line(StringBuilder file, IEnumerable<string> fields) => file.AppendJoin(',', fields).Append("\r\n");

    private static string Defuse(string text) => text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
