using System.Collections.Immutable;
using System.Text.Json;

namespace Cocoon.Admin.Charts;

/// <summary>Lines over time.</summary>
/// <param name="Title">What they show.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Times">Unix seconds, ascending.</param>
/// <param name="Lines">The lines.</param>
public sealed record Chart(string Title, string Unit, ImmutableArray<long> Times, ImmutableArray<Series> Lines)
{
    /// <summary>For the script: {"unit":…,"times":[…],"lines":[{"label":…,"values":[…]}]}.</summary>
    public string ToJson() => JsonSerializer.Serialize(new
    {
        unit = Unit, times = Times, lines = Lines.Select(line => new { label = line.Label, values = line.Values.Select(value => value is { } known ? Math.Round(known, 6) : (double?)null) }),
    });
}
