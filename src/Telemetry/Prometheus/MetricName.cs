using System.Text;

namespace Cocoon.Telemetry.Prometheus;

/// <summary>
/// Names of the text format, made from .NET's as the OpenTelemetry specification "Prometheus and OpenMetrics Compatibility"
/// says: other characters become underscores, the unit is appended in words.
/// </summary>
internal static class MetricName
{
    private const string TotalSuffix = "_total";

    /// <returns>The family's name, for counters without "_total", and its unit, which the name ends with; an empty unit for none.</returns>
    public static (string Name, string Unit) Of(string name, string? unit, MetricKind kind)
    {
        var words = Unit(unit, kind);
        var clean = Sanitize(name, isLabel: false);
        if (kind == MetricKind.Counter && clean.EndsWith(TotalSuffix, StringComparison.Ordinal)) clean = clean[..^TotalSuffix.Length];
        if (words.Length == 0) return (clean, "");
        return clean.EndsWith($"_{words}", StringComparison.Ordinal) ? (clean, words) : ($"{clean}_{words}", words);
    }

    /// <summary>A label's name: letters, digits and underscores. The histogram's own "le" is kept free.</summary>
    public static string Label(string name)
    {
        var clean = Sanitize(name, isLabel: true);
        // Two leading underscores are Prometheus' own.
        while (clean.StartsWith("__", StringComparison.Ordinal)) clean = clean[1..];
        return clean == "le" ? "exported_le" : clean;
    }

    private static string Sanitize(string name, bool isLabel)
    {
        if (name.Length == 0) return "_";
        if (!char.IsAsciiDigit(name[0]) && name.All(c => IsAllowed(c, isLabel))) return name;
        var clean = new StringBuilder(name.Length + 1);
        if (char.IsAsciiDigit(name[0])) clean.Append('_');
        foreach (var c in name)
        {
            if (IsAllowed(c, isLabel)) clean.Append(c);
            else if (clean.Length == 0 || clean[^1] != '_') clean.Append('_');
        }
        return clean.ToString();
    }

    private static bool IsAllowed(char c, bool isLabel) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c == ':' && !isLabel);

    private static string Unit(string? unit, MetricKind kind)
    {
        if (string.IsNullOrEmpty(unit) || unit[0] == '{') return "";
        if (unit == "1") return kind == MetricKind.Gauge ? "ratio" : "";
        var slash = unit.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0) return Word(unit);
        var per = unit[(slash + 1)..].Trim('{', '}');
        return $"{Word(unit[..slash])}_per_{(per is "s" ? "second" : Word(per))}";
    }

    private static string Word(string unit) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "min" => "minutes",
        "h" => "hours",
        "d" => "days",
        "By" or "bytes" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "%" => "percent",
        _ => Sanitize(unit, isLabel: true).Trim('_'),
    };
}
