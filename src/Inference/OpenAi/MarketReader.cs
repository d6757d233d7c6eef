using System.Text.Json;

namespace Cocoon.Inference.OpenAi;

/// <summary>Reads what a request asks of the market: the <c>cocoon</c> object, and COCOON's own fields at the top.</summary>
internal static class MarketReader
{
    /// <summary>A provider stops two seconds before the deadline, so that its receipt still finds the money held.</summary>
    private const int MinDeadlineMs = 3_000;

    private const int MaxDeadlineMs = 86_400_000;
    private const int MaxNames = 64;
    private const int MaxName = 128;
    private const int MaxGuid = 255;
    private const int PolicyDigits = 64;
    private const int MaxPriority = 9;
    private const int MaxSession = 512;

    public static MarketOptions Read(RequestObject root)
    {
        var market = root.Object("cocoon");
        var providers = market?.Object("providers");
        return new MarketOptions(
            market?.Object("price_ceiling") is { } prices
                ? new PriceCeiling(Price(prices, "prompt"), Price(prices, "cached_prompt"), Price(prices, "completion"), Price(prices, "reasoning"))
                : null,
            market?.Text("tier"), market?.Int("deadline_ms", MinDeadlineMs, MaxDeadlineMs) ?? Timeout(root), market?.Bool("token_ids") ?? false)
        {
            Policy = Policy(market),
            Quote = Quote(market),
            Allow = Names(providers, "allow"),
            Deny = Names(providers, "deny"),
            Regions = Names(market, "regions"),
            Prefer = Preference(market),
            MaxCoefficient = root.Int("max_coefficient", 1, int.MaxValue),
            RequestGuid = Guid(root),
            IsBatch = IsBatch(market),
            Session = Session(root, "prompt_cache_key") ?? Session(root, "user"),
            Priority = market?.Int("priority", 0, MaxPriority) ?? 0,
            Hedge = market?.Bool("hedge") ?? false,
            Continue = market?.Bool("continue") ?? false,
            Debug = market?.Bool("debug") ?? root.Bool("enable_debug") ?? false,
        };
    }

    /// <summary>COCOON counts in seconds, with fractions. Less than a job needs to be reported is a wish for the soonest.</summary>
    private static int? Timeout(RequestObject root) => root.Number("timeout", 0, MaxDeadlineMs / 1_000f) is { } seconds
        ? Math.Max(MinDeadlineMs, (int)(seconds * 1_000))
        : null;

    /// <summary>A kind without a ceiling may cost anything.</summary>
    private static long Price(RequestObject prices, string kind) => prices.Long(kind) switch
    {
        null => long.MaxValue,
        < 0 => throw new RequestFormatException($"'{prices.Path}.{kind}' is never negative.", $"{prices.Path}.{kind}"),
        { } price => price,
    };

    private static string? Policy(RequestObject? market) => market?.Text("policy") switch
    {
        null => null,
        { Length: PolicyDigits } hash when hash.All(char.IsAsciiHexDigit) => hash.ToLowerInvariant(),
        _ => throw new RequestFormatException($"Invalid value for 'cocoon.policy': expected a policy's hash, {PolicyDigits} hex digits.", "cocoon.policy", "invalid_value"),
    };

    private static string? Quote(RequestObject? market) => market?.Text("quote") switch
    {
        null => null,
        { Length: > 0 and <= MaxName } id when id.Length % 2 == 0 && id.All(char.IsAsciiHexDigit) => id,
        _ => throw new RequestFormatException("Invalid value for 'cocoon.quote': expected the id of a quote, in hex digits.", "cocoon.quote", "invalid_value"),
    };

    private static ProviderPreference Preference(RequestObject? market) => market?.Text("prefer") switch
    {
        null => ProviderPreference.Balanced,
        "price" => ProviderPreference.Price,
        "latency" => ProviderPreference.Latency,
        "throughput" => ProviderPreference.Throughput,
        _ => throw new RequestFormatException("Invalid value for 'cocoon.prefer': supported values are 'price', 'latency' and 'throughput'.", "cocoon.prefer", "invalid_value"),
    };

    private static bool IsBatch(RequestObject? market) => market?.Text("class") switch
    {
        null or "interactive" => false,
        "batch" => true,
        _ => throw new RequestFormatException("Invalid value for 'cocoon.class': supported values are 'interactive' and 'batch'.", "cocoon.class", "invalid_value"),
    };

    /// <summary>A hint, so one of another type or length is left alone, as it was before it meant anything.</summary>
    private static string? Session(RequestObject root, string name) =>
        root.Value(name) is { ValueKind: JsonValueKind.String } && root.Text(name) is { Length: > 0 and <= MaxSession } session ? session : null;

    private static string? Guid(RequestObject root) => root.Text("request_guid") switch
    {
        null => null,
        { Length: > 0 and <= MaxGuid } guid when !guid.Any(char.IsControl) => guid,
        _ => throw new RequestFormatException($"Invalid value for 'request_guid': expected 1 to {MaxGuid} characters, none of them a control character.", "request_guid", "invalid_value"),
    };

    private static IReadOnlyList<string> Names(RequestObject? from, string name)
    {
        if (from is not { } holder || holder.Array(name) is not { Count: > 0 } array) return [];
        var path = $"{holder.Path}.{name}";
        if (array.Count > MaxNames) throw new RequestFormatException($"'{path}' has at most {MaxNames} entries.", path, "invalid_value");
        return [.. array.Select((entry, index) => Name(entry, $"{path}[{index}]"))];
    }

    private static string Name(JsonElement entry, string path) => RequestObject.TextOf(entry, path) is { Length: > 0 and <= MaxName } name
        ? name
        : throw new RequestFormatException($"Invalid value for '{path}': expected 1 to {MaxName} characters.", path, "invalid_value");
}
