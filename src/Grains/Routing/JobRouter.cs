using Cocoon.Core.Market;

namespace Cocoon.Grains.Routing;

/// <summary>Picks providers by the newest offers and all that this process has seen of them. Thread-safe if the random source is.</summary>
public sealed class JobRouter(OfferBook offers, RouteBook book, Random random, TimeProvider time)
{
    /// <summary>A model's offers, for those who have to look at them before they know what to ask.</summary>
    public ValueTask<OfferView> Offers(string model) => offers.Of(model);

    /// <summary>Picks among offers of a moment ago.</summary>
    public Route Pick(string model, OfferView view, in RouteQuery query)
    {
        var (table, now) = (book.Table(model, view), time.GetUtcNow());
        return new Route(table, query, Router.Pick(table, in query, random, now), now);
    }
}
