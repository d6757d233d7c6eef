using Cocoon.Core.Accounts;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Market;

/// <summary>An offer as routers see it.</summary>
/// <param name="Provider">Whose offer.</param>
/// <param name="Offer">The offer.</param>
/// <param name="Tier">The provider's tier.</param>
/// <param name="InUse">Slots in use when it was announced.</param>
/// <param name="FreshUntil">Not routed to from this time on, unless announced again.</param>
[GenerateSerializer, Immutable, Alias("cocoon.routable-offer")]
public sealed record RoutableOffer(
    [property: Id(0)] AccountAddress Provider,
    [property: Id(1)] Offer Offer,
    [property: Id(2)] Tier Tier,
    [property: Id(3)] int InUse,
    [property: Id(4)] DateTimeOffset FreshUntil)
{
    /// <summary>Reputation for this model, 0 to 1,000; null where nothing is known.</summary>
    [Id(5)] public int? Reputation { get; init; }

    /// <summary>Since when it is on the market without a break; null for long since. Newcomers get their share of jobs by and by.</summary>
    [Id(6)] public DateTimeOffset? Since { get; init; }

    /// <summary>Milliseconds to the first token as the market saw them, a decayed mean; null where it has not yet.</summary>
    [Id(7)] public int? FirstTokenMs { get; init; }

    /// <summary>Tokens a second of one answer as the market saw them, a decayed mean; null where it has not yet.</summary>
    [Id(8)] public int? TokensPerSecond { get; init; }

    /// <summary>Whether the provider is reached through its edge grain (<see cref="Lease.IsEdge"/>).</summary>
    [Id(9)] public bool IsEdge { get; init; }
}
