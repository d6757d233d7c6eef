using System.Collections.Immutable;
using Cocoon.Core.Accounts;

namespace Cocoon.Core.Market;

/// <summary>What changed in one model's index since a router last asked.</summary>
/// <param name="Version">What to ask with the next time. Names the life of the index too: an index that came up anew knows no older version.</param>
/// <param name="IsWhole">Whether this is the first part of all there is, because nothing is known of the version asked for. What is not in it may still be good: its provider has not announced itself to the new index yet.</param>
/// <param name="Offers">New and changed offers, oldest change first; at most <see cref="OfferIndex.MaxPage"/>.</param>
/// <param name="Gone">Providers that withdrew.</param>
/// <param name="HasMore">Whether there are more changes already; ask again at once.</param>
[GenerateSerializer, Immutable, Alias("cocoon.offer-changes")]
public sealed record OfferChanges(
    [property: Id(0)] long Version,
    [property: Id(1)] bool IsWhole,
    [property: Id(2)] ImmutableList<RoutableOffer> Offers,
    [property: Id(3)] ImmutableList<AccountAddress> Gone,
    [property: Id(4)] bool HasMore);
