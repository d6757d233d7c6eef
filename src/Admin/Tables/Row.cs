using System.Collections.Immutable;

namespace Cocoon.Admin.Tables;

/// <summary>One line of a table.</summary>
/// <param name="Key">Tells the line from the others, and stays with it.</param>
/// <param name="Cells">One for each column.</param>
public sealed record Row(string Key, ImmutableArray<Cell> Cells);
