using System.Text.Json;
using System.Text.RegularExpressions;
using Cocoon.Cli;

namespace Cocoon.Telemetry.Tests.Alerts;

/// <summary>The files in deploy/ that name metrics.</summary>
internal static partial class Deployed
{
    public static string Alerts => Path.Combine(ProjectRoot.Path, "deploy", "prometheus", "alerts.yml");

    public static string AlertTests => Path.Combine(ProjectRoot.Path, "deploy", "prometheus", "alerts.test.yml");

    public static IReadOnlyList<string> Dashboards => Directory.GetFiles(Path.Combine(ProjectRoot.Path, "deploy", "grafana"), "*.json");

    /// <summary>Every metric that the file's queries name.</summary>
    public static IEnumerable<string> Metrics(string file) => Queries(file).SelectMany(query => MetricNames().Matches(Labels().Replace(query, "")).Select(match => match.Value)).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Queries(string file) => file.EndsWith(".json", StringComparison.Ordinal)
        ? Expressions(JsonDocument.Parse(File.ReadAllText(file)).RootElement)
        : [File.ReadAllText(file)];

    private static IEnumerable<string> Expressions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property.Name is "expr" or "query" && property.Value.ValueKind == JsonValueKind.String ? [property.Value.GetString()!] : Expressions(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Expressions),
        _ => [],
    };

    [GeneratedRegex(@"\{[^}]*\}|\bby \([^)]*\)")]
    private static partial Regex Labels();

    /// <summary>All metrics that the market can give begin with one of these, and nothing else in a query does.</summary>
    [GeneratedRegex(@"\b(cocoon|gen_ai|http|kestrel|dotnet|orleans|db|npgsql)_[a-z0-9_]+\b")]
    private static partial Regex MetricNames();
}
