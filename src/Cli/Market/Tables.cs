using System.Text.Json;
using Cocoon.Core.Money;

namespace Cocoon.Cli.Market;

/// <summary>Answers of the gateway as lines for people.</summary>
internal static class Tables
{
    private const int LabelWidth = 18;

    public static void Line(string label, object? value) => Console.WriteLine($"  {label.PadRight(LabelWidth)} {value}");

    /// <summary>Labels end where amounts begin, so that amounts stand in one column.</summary>
    public static void Amount(string label, JsonElement json, string property)
    {
        if (json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Number) Line(label, Ton(value));
    }

    public static Nano Ton(JsonElement value) => new(value.GetInt64());

    public static string Time(JsonElement value) => DateTimeOffset.FromUnixTimeSeconds(value.GetInt64()).ToString("u", System.Globalization.CultureInfo.InvariantCulture);

    public static bool Has(this JsonElement json, string property, out JsonElement value) =>
        json.TryGetProperty(property, out value) && value.ValueKind is not JsonValueKind.Null;
}
