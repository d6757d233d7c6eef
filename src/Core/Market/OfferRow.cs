using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Market;

/// <summary>The numbers of an offer that a pick looks at.</summary>
internal struct OfferRow(RoutableOffer offer, OfferSight sight, DateTimeOffset now)
{
    /// <summary>The one thing here that changes in place.</summary>
    public long FreshUntil = offer.FreshUntil.UtcTicks;
    public readonly long EjectedUntil = sight.EjectedUntil.UtcTicks;

    /// <summary>When its slow start began; 0 when it is over.</summary>
    public readonly long RisesFrom = Rise(offer.Since, sight.Since, now);

    /// <summary>
    /// Share of picks it takes part in: 1, but of those that fail more often than not, or that the market holds worse than a
    /// newcomer. Where nearly all are full such a one would else be had for being the only one free, again and again.
    /// </summary>
    public readonly double Trust = OfferScores.Trust(offer, sight);

    public readonly int Slots = offer.Offer.Slots;

    /// <summary>Slots that jobs due in hours may fill: a provider keeps some for those that somebody waits for.</summary>
    public readonly int BatchSlots = offer.Offer.Slots - Provider.KeptFree(offer.Offer, null, JobClass.Batch);

    public readonly int Context = offer.Offer.ContextLength;
    public readonly Tier Tier = offer.Tier;

    private static long Rise(DateTimeOffset? told, DateTimeOffset? seen, DateTimeOffset now)
    {
        var since = told > seen || seen is null ? told : seen;
        return since is { } from && from + Router.SlowStart > now ? from.UtcTicks : 0;
    }
}
