namespace Cocoon.Inference.OpenAi;

/// <summary>
/// What the caller asks of the market: the request's <c>cocoon</c> object, and COCOON's own fields at its top.
/// </summary>
/// <param name="PriceCeiling">Dearest acceptable prices in nano per million tokens; null for any.</param>
/// <param name="Tier">Name of the least tier; null for the market's default.</param>
/// <param name="DeadlineMs">Most milliseconds the whole job may take (<c>cocoon.deadline_ms</c>, or COCOON's <c>timeout</c> in seconds); null for the gateway's default.</param>
/// <param name="TokenIds">Whether chunks carry token ids, so that the caller can count for itself.</param>
public sealed record MarketOptions(PriceCeiling? PriceCeiling, string? Tier, int? DeadlineMs, bool TokenIds)
{
    public static readonly MarketOptions None = new(null, null, null, false);

    /// <summary>Hash of the policy that has to be in force, 64 lower-case hex digits; null for the market's own.</summary>
    public string? Policy { get; init; }

    /// <summary>Id of the quote whose prices hold, in hex; null for none.</summary>
    public string? Quote { get; init; }

    /// <summary>Wallets of the only providers that may serve, as the caller wrote them; empty for any.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Wallets of providers that may not serve, as the caller wrote them.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];

    /// <summary>Regions that may serve; empty for any.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>What to choose providers by. Default: the market's own weighing.</summary>
    public ProviderPreference Prefer { get; init; }

    /// <summary>COCOON's <c>max_coefficient</c>: the dearest acceptable price as thousandths of the reference price; null for any.</summary>
    public int? MaxCoefficient { get; init; }

    /// <summary>COCOON's <c>request_guid</c>: names the request, so that a retry is the same job; 1 to 255 characters, or null.</summary>
    public string? RequestGuid { get; init; }

    /// <summary><c>cocoon.class</c>: whether the answer is due in hours, and cheaper for that. Default: somebody waits for it.</summary>
    public bool IsBatch { get; init; }

    /// <summary><c>prompt_cache_key</c>, or the older <c>user</c>: names the conversation, so that it stays where its prompt is in memory; null for none.</summary>
    public string? Session { get; init; }

    /// <summary><c>cocoon.priority</c>, 0 to 9: more comes first among the caller's own requests while all providers are busy. Default: 0.</summary>
    public int Priority { get; init; }

    /// <summary><c>cocoon.hedge</c>: whether a second provider is asked when the first is slow to begin. Default: no.</summary>
    public bool Hedge { get; init; }

    /// <summary><c>cocoon.continue</c>: whether an answer that breaks off goes on at another provider. Default: no.</summary>
    public bool Continue { get; init; }

    /// <summary><c>cocoon.debug</c>, or COCOON's <c>enable_debug</c>: whether the answer tells how its provider was chosen.</summary>
    public bool Debug { get; init; }
}
