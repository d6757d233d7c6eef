using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Tests.Market;

/// <summary>Offers and tables that tests of the router start from.</summary>
internal static class OfferTables
{
    public static readonly RouteQuery Any = new(Tier.CpuTee, 1_000);

    public static PriceList Flat(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));

    public static RoutableOffer Offer(byte provider, long price = 100, int inUse = 0, int slots = 2) => new(
        Samples.Account(provider), Samples.Offer(slots) with { Prices = Flat(price) }, Tier.CpuTee, inUse, Samples.Now.AddSeconds(10));

    public static OfferTable Table(params RoutableOffer[] offers) => OfferTable.Build(offers, static _ => OfferSight.None, Samples.Now);

    public static RoutePick Pick(this OfferTable table, RouteQuery query, Random random) => Router.Pick(table, in query, random, Samples.Now);

    public static IEnumerable<int> Rows(this RoutePick pick) => Enumerable.Range(0, pick.Count).Select(place => pick[place]);

    /// <summary>How often each row came first.</summary>
    public static int[] Firsts(OfferTable table, RouteQuery query, int picks, DateTimeOffset now)
    {
        var firsts = new int[table.Count];
        var random = new Random(7);
        for (var i = 0; i < picks; i++) firsts[Router.Pick(table, in query, random, now).First]++;
        return firsts;
    }
}
