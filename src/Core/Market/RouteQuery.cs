using System.Collections.Frozen;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Market;

/// <summary>What a request demands of an offer, and what it prefers.</summary>
/// <param name="LeastTier">The least tier acceptable.</param>
/// <param name="Tokens">Prompt and completion bound together.</param>
public readonly record struct RouteQuery(Tier LeastTier, int Tokens)
{
    /// <summary>Dearest acceptable prices; null for any.</summary>
    public PriceList? Ceiling { get; init; }

    /// <summary>How soon the job is wanted: decides which of an offer's price lists holds.</summary>
    public JobClass Class { get; init; }

    /// <summary>What weighs most. Default: price and speed alike.</summary>
    public RoutePreference Preference { get; init; }

    /// <summary>Dearest price as a multiple of the cheapest suitable offer's, × 1000; null for any. COCOON's max_coefficient.</summary>
    public int? MaxCoefficient { get; init; }

    /// <summary>Providers that may serve; null for all.</summary>
    public FrozenSet<AccountAddress>? Allow { get; init; }

    /// <summary>Providers that may not; null for nobody.</summary>
    public FrozenSet<AccountAddress>? Deny { get; init; }

    /// <summary>Regions that may serve, as offers name them; null for all.</summary>
    public FrozenSet<string>? Regions { get; init; }

    /// <summary>Who served this session before and has its prompt in memory; unset for nobody.</summary>
    public AccountAddress Affinity { get; init; }
}
