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
    [property: Id(4)] DateTimeOffset FreshUntil);
