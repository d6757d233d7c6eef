using System.Collections.Immutable;
using Cocoon.Core.Market;

namespace Cocoon.Grains.Routing;

/// <summary>What was picked for a request, and of what. Immutable.</summary>
/// <param name="Offers">The offers that were looked at, as their table has them.</param>
/// <param name="Query">What was asked.</param>
/// <param name="Pick">What was picked.</param>
/// <param name="At">When.</param>
public sealed record Route(OfferTable Offers, RouteQuery Query, RoutePick Pick, DateTimeOffset At)
{
    /// <summary>Candidates, best first, <see cref="Router.MaxCandidates"/> at most.</summary>
    public ImmutableList<RoutableOffer> Candidates { get; } = [.. Enumerable.Range(0, Pick.Count).Select(place => Offers[Pick[place]])];

    /// <summary>Whether the first of them has a slot free, as far as this process knows.</summary>
    public bool HasSlot => Pick.Count > 0 && Offers.Load(Pick.First) < Offers[Pick.First].Offer.Slots;

    /// <summary>Says of each offer why it was taken or not.</summary>
    public IReadOnlyList<OfferVerdict> Explain() => Router.Explain(Offers, Query, Pick, At);
}
