using System.Collections.Immutable;

namespace Cocoon.Admin.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Values">One for each time; null where there is none.</param>
public sealed record Series(string Label, ImmutableArray<double?> Values);
