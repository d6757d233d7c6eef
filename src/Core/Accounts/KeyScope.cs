using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Money;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Accounts;

/// <summary>
/// What a key may do. Whatever is null is not limited. A key that has a scope buys answers and nothing else: it can make,
/// change or revoke no keys.
/// </summary>
[GenerateSerializer, Immutable, Alias("cocoon.key-scope")]
public sealed record KeyScope
{
    public const int MaxEntries = 64;
    public const int MaxEntryLength = 256;

    /// <summary>Model ids it may ask for. Default: null, all.</summary>
    [Id(0)] public ImmutableList<string>? Models { get; init; }

    /// <summary>The least tier of machines it may send prompts to. Default: null, what the market or the caller asks.</summary>
    [Id(1)] public Tier? LeastTier { get; init; }

    /// <summary>Most it may spend in one UTC day. Default: null, what the channel holds.</summary>
    [Id(2)] public Nano? DailySpend { get; init; }

    /// <summary>Requests per minute, from 1. Default: null.</summary>
    [Id(3)] public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens per minute, from 1; a request counts with its prompt and all it may answer. Default: null.</summary>
    [Id(4)] public int? TokensPerMinute { get; init; }

    /// <summary>Jobs at once, from 1. Default: null.</summary>
    [Id(5)] public int? Concurrency { get; init; }

    /// <summary>Web pages it may be used from, such as "https://app.example"; a request without an Origin is refused then. Default: null, any and none.</summary>
    [Id(6)] public ImmutableList<string>? Origins { get; init; }

    /// <summary>From when it is refused. Default: null, never.</summary>
    [Id(7)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>Whether each job has to be admitted; other limits are seen from the request alone.</summary>
    [JsonIgnore]
    public bool IsMetered => DailySpend is not null || RequestsPerMinute is not null || TokensPerMinute is not null || Concurrency is not null;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Problem()
    {
        if (Models is { IsEmpty: true } || Origins is { IsEmpty: true }) return "A list of models or origins names at least one; leave it out to allow all.";
        if (TooLong(Models) || TooLong(Origins)) return $"A list has at most {MaxEntries} entries of 1 to {MaxEntryLength} characters.";
        if (LeastTier is { } tier && !Enum.IsDefined(tier)) return "There is no such tier.";
        if (DailySpend is { IsNegative: true }) return "The spend of a day is not negative.";
        if (RequestsPerMinute < 1 || TokensPerMinute < 1 || Concurrency < 1) return "Requests, tokens and jobs at once are limited to 1 or more; to close a key, revoke it.";
        return Origins?.Exists(static origin => !IsOrigin(origin)) == true ? "An origin is a scheme and a host, such as https://app.example, without a path." : null;
    }

    /// <summary>Whether a text is an origin as browsers send it.</summary>
    public static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text && uri.UserInfo.Length == 0;

    private static bool TooLong(ImmutableList<string>? list) => list is not null && (list.Count > MaxEntries || list.Exists(static entry => entry is not { Length: > 0 and <= MaxEntryLength }));
}
