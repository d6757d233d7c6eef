using System.Collections.Immutable;

namespace Cocoon.Admin.Tables;

/// <summary>A table: what the page shows and what the CSV file has are made from the same one.</summary>
/// <param name="Name">Names the file, such as "providers".</param>
/// <param name="Caption">What the lines are, for people and screen readers.</param>
/// <param name="Columns">Headings.</param>
/// <param name="Rows">Lines, in the order to show them.</param>
/// <param name="Empty">What to say when there are none.</param>
public sealed record Sheet(string Name, string Caption, ImmutableArray<Column> Columns, ImmutableArray<Row> Rows, string Empty);
