using System.Collections.Immutable;
using System.Text.Json;

namespace Cocoon.Simulation.Faults;

/// <summary>Fault plans as JSON files: <c>{"rates":{"call-dropped":0.01},"only":["call-dropped#17"]}</c>; "only" may be left out.</summary>
public static class FaultPlanFile
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <exception cref="FormatException">The file is not a plan; the message says why.</exception>
    public static FaultPlan Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw new FormatException("A fault plan is a JSON object with \"rates\".");
            foreach (var property in root.EnumerateObject())
                if (property.Name is not ("rates" or "only")) throw new FormatException($"A fault plan has \"rates\" and \"only\", not \"{property.Name}\".");
            var rates = root.TryGetProperty("rates", out var listed) ? Rates(listed) : ImmutableSortedDictionary<FaultKind, double>.Empty;
            return new FaultPlan(rates, root.TryGetProperty("only", out var only) ? [.. only.EnumerateArray().Select(strike => FaultStrike.Parse(strike.GetString()!))] : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"The fault plan cannot be read: {e.Message}", e);
        }
    }

    public static string Write(FaultPlan plan) => JsonSerializer.Serialize(ToJson(plan), Json);

    internal static object ToJson(FaultPlan plan) => plan.Only is { } only
        ? new { rates = Rates(plan), only = only.OrderBy(strike => strike.Kind).ThenBy(strike => strike.Occasion).Select(strike => strike.ToString()).ToArray() }
        : new { rates = Rates(plan) };

    private static Dictionary<string, double> Rates(FaultPlan plan) => plan.Rates.ToDictionary(rate => FaultKinds.Name(rate.Key), rate => rate.Value);

    private static ImmutableSortedDictionary<FaultKind, double> Rates(JsonElement listed) => listed.EnumerateObject().ToImmutableSortedDictionary(
        rate => FaultKinds.Parse(rate.Name),
        rate => rate.Value.GetDouble() is >= 0 and <= 1 and var value ? value : throw new FormatException($"The rate of '{rate.Name}' lies between 0 and 1."));
}
