using System.Globalization;

namespace Cocoon.Core;

/// <summary>Numbers of things, for people: "1 job", "2 jobs".</summary>
public static class Counted
{
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one of them.</param>
    /// <param name="many">The word for any other number. Default: <paramref name="one"/> with an s.</param>
    public static string Of(long count, string one, string? many = null) => Of(count.ToString(CultureInfo.InvariantCulture), one, many);

    /// <param name="count">How many, as it is shown.</param>
    /// <param name="one">The word for one of them.</param>
    /// <param name="many">The word for any other number. Default: <paramref name="one"/> with an s.</param>
    public static string Of(string count, string one, string? many = null) => $"{count} {(count == "1" ? one : many ?? one + "s")}";
}
