using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cocoon.Core.Money;

namespace Cocoon.Cli.Market;

/// <summary>The options that limit an API key, and how its limits read.</summary>
internal sealed class KeyLimits
{
    private readonly Option<string[]> _models = new("--model") { Description = "A model it may ask for; several times for several. Default: all.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _tier = new("--least-tier") { Description = "cc-gpu, cpu-tee, open or simulated. Default: the market's." };
    private readonly Option<decimal?> _spend = new("--spend-per-day") { Description = "Most TON in one UTC day. Default: what the channel holds." };
    private readonly Option<int?> _requests = new("--rpm") { Description = "Requests per minute. Default: no limit." };
    private readonly Option<int?> _tokens = new("--tpm") { Description = "Tokens per minute. Default: no limit." };
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "Jobs at once. Default: no limit." };
    private readonly Option<string[]> _origins = new("--origin") { Description = "A web page it may be used from, such as https://app.example; several times for several. Default: any.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<DateTimeOffset?> _expires = new("--expires") { Description = "From when it is refused, such as 2027-01-31. Default: never." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_models, _tier, _spend, _requests, _tokens, _concurrency, _origins, _expires]) command.Options.Add(option);
    }

    /// <summary>The limits as the gateway takes them; null when none was named.</summary>
    public object? Read(ParseResult result)
    {
        var limits = new Dictionary<string, object?>
        {
            ["models"] = Some(result.GetValue(_models)),
            ["least_tier"] = result.GetValue(_tier),
            ["daily_spend_nano"] = result.GetValue(_spend) is { } ton ? Spend(ton) : null,
            ["requests_per_minute"] = result.GetValue(_requests),
            ["tokens_per_minute"] = result.GetValue(_tokens),
            ["concurrency"] = result.GetValue(_concurrency),
            ["origins"] = Some(result.GetValue(_origins)),
            ["expires_at"] = result.GetValue(_expires),
        };
        return limits.Values.All(value => value is null) ? null : limits;
    }

    /// <summary>A key's limits in words.</summary>
    public static string Describe(JsonElement key)
    {
        if (!key.Has("scope", out var scope)) return "no limits";
        var parts = scope.EnumerateObject().Where(limit => limit.Value.ValueKind != JsonValueKind.Null).Select(limit => limit.Name == "daily_spend_nano"
            ? $"{new Nano(limit.Value.GetInt64())} a day ({new Nano(key.GetProperty("spent_today_nano").GetInt64())} spent today)"
            : $"{limit.Name.Replace('_', ' ')} {(limit.Value.ValueKind == JsonValueKind.Array ? string.Join(" ", limit.Value.EnumerateArray()) : limit.Value)}");
        return string.Join(", ", parts);
    }

    private static long Spend(decimal ton) => Nano.TryParseTon(ton.ToString(CultureInfo.InvariantCulture), out var amount)
        ? amount.Value
        : throw new CliException("--spend-per-day takes an amount in TON with at most nine decimals, such as 1.5.");

    private static string[]? Some(string[]? values) => values is { Length: > 0 } ? values : null;
}
