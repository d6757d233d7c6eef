namespace Cocoon.Bench.Harness;

/// <summary>Rows of text in aligned columns: the first to the left, the others to the right.</summary>
internal sealed class TextTable(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    public void Add(params string[] row)
    {
        if (row.Length != header.Length) throw new ArgumentException($"A row has {header.Length} cells here.", nameof(row));
        _rows.Add(row);
    }

    public void Print(TextWriter output)
    {
        var widths = Enumerable.Range(0, header.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).TrimEnd());
    }
}
