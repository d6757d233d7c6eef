namespace Cocoon.Admin.Tables;

/// <summary>One column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="IsNumber">Whether it is aligned to the right.</param>
/// <param name="Unit">Unit of its numbers on the page; null for none.</param>
/// <param name="CsvUnit">Unit in the file, when it is another one; null for the same.</param>
public sealed record Column(string Title, bool IsNumber = false, string? Unit = null, string? CsvUnit = null)
{
    public static Column Text(string title) => new(title);

    public static Column Count(string title, string? unit = null) => new(title, IsNumber: true, unit);

    /// <summary>Money: TON on the page, nano in the file.</summary>
    public static Column Ton(string title) => new(title, IsNumber: true, "TON", "nanoTON");

    public static Column Span(string title) => new(title, IsNumber: true, null, "ms");

    /// <summary>The heading in the file, with the unit.</summary>
    public string CsvTitle => (CsvUnit ?? Unit) is { } unit ? $"{Title} ({unit})" : Title;
}
