using System.Collections.Frozen;
using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Errors;
using Cocoon.Inference.OpenAi;

namespace Cocoon.Gateway.Routing;

/// <summary>What a caller wants of the provider beyond tier and price; nothing by default.</summary>
internal sealed record RouteWish
{
    public static readonly RouteWish None = new();

    /// <summary>Providers that may serve; empty for all.</summary>
    public ImmutableHashSet<AccountAddress> Allow { get; init; } = [];

    /// <summary>Providers that may not.</summary>
    public ImmutableHashSet<AccountAddress> Deny { get; init; } = [];

    /// <summary>Regions that may serve, as offers name them; empty for all.</summary>
    public ImmutableHashSet<string> Regions { get; init; } = [];

    /// <summary>Dearest price as a multiple of the cheapest suitable offer's, × 1000: COCOON's max_coefficient. Null for any.</summary>
    public int? MaxCoefficient { get; init; }

    public ProviderPreference Prefer { get; init; }

    /// <summary>Hash of the policy by which this gateway has to judge machines; empty for whichever it has.</summary>
    public HexBytes Policy { get; init; }

    /// <summary>Whether the answer tells which offers there were and why they were taken or not.</summary>
    public bool WantsReport { get; init; }

    /// <summary>How soon it is wanted.</summary>
    public JobClass Class { get; init; }

    /// <summary>Whether the request has one right answer, so that the job may be audited.</summary>
    public bool IsDeterministic { get; init; }

    /// <summary>The account's own name for the conversation; null for none.</summary>
    public string? Session { get; init; }

    /// <summary>More comes first among the account's own requests while all providers are busy; 0 to 9.</summary>
    public int Priority { get; init; }

    /// <summary>Whether a second provider is asked when the first is slow to begin.</summary>
    public bool Hedge { get; init; }

    /// <summary>Whether it waits for a slot while all are busy.</summary>
    public bool Waits { get; init; } = true;

    /// <summary>The same for the router.</summary>
    /// <param name="tier">The least tier.</param>
    /// <param name="tokens">Prompt and completion bound together.</param>
    /// <param name="ceiling">Dearest acceptable prices; null for any.</param>
    /// <param name="affinity">Who served the conversation before; unset for nobody.</param>
    public RouteQuery Query(Tier tier, int tokens, PriceList? ceiling, AccountAddress affinity) => new(tier, tokens)
    {
        Ceiling = ceiling,
        Class = Class,
        Preference = (RoutePreference)Prefer,
        MaxCoefficient = MaxCoefficient,
        Allow = Allow.IsEmpty ? null : Allow.ToFrozenSet(),
        Deny = Deny.IsEmpty ? null : Deny.ToFrozenSet(),
        Regions = Regions.IsEmpty ? null : Regions.ToFrozenSet(),
        Affinity = affinity,
    };

    /// <exception cref="ApiException">A provider is named by what is no wallet address.</exception>
    public static RouteWish Of(MarketOptions options) => ReferenceEquals(options, MarketOptions.None)
        ? None
        : new RouteWish
        {
            Allow = Wallets(options.Allow, "cocoon.providers.allow"),
            Deny = Wallets(options.Deny, "cocoon.providers.deny"),
            Regions = [.. options.Regions],
            MaxCoefficient = options.MaxCoefficient,
            Prefer = options.Prefer,
            Policy = HexBytes.TryParse(options.Policy, out var policy) ? policy : default,
            WantsReport = options.Debug,
            Class = options.IsBatch ? JobClass.Batch : JobClass.Interactive,
            Session = options.Session,
            Priority = options.Priority,
            Hedge = options.Hedge,
        };

    private static ImmutableHashSet<AccountAddress> Wallets(IReadOnlyList<string> texts, string field) => texts.Count == 0
        ? []
        : [.. texts.Select((text, index) => AccountAddress.TryParse(text, out var wallet)
            ? wallet
            : throw ApiException.BadRequest($"Invalid value for '{field}[{index}]': expected a raw TON address, such as 0: and 64 hex digits.", $"{field}[{index}]", "invalid_value"))];
}
