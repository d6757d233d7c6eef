using System.Globalization;

namespace Cocoon.Simulation.Faults;

/// <summary>One fault at one occasion.</summary>
/// <param name="Kind">Which fault.</param>
/// <param name="Occasion">The number of the occasion among those of its kind, from 0.</param>
public readonly record struct FaultStrike(FaultKind Kind, long Occasion)
{
    /// <summary>As in plans: "call-dropped#17".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FaultKinds.Name(Kind)}#{Occasion}");

    /// <exception cref="FormatException">Not the form "kind#number".</exception>
    public static FaultStrike Parse(string text)
    {
        var hash = text.IndexOf('#');
        return hash > 0 && long.TryParse(text.AsSpan(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var occasion)
            ? new FaultStrike(FaultKinds.Parse(text[..hash]), occasion)
            : throw new FormatException($"'{text}' does not name a strike. Write it as 'call-dropped#17'.");
    }
}
