using Cocoon.Core;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Reputation;

namespace Cocoon.Simulation.Economy;

/// <summary>
/// A provider: the machine, its twin's leases, and what became of both. Leases are given as <see cref="Provider.Lease"/> gives
/// them, counted instead of listed; a test compares the two.
/// </summary>
internal sealed class Seller
{
    public required int Index { get; init; }
    public required int Model { get; init; }

    /// <summary>Its row in the model's list.</summary>
    public required int Row { get; init; }
    public required Behaviour Behaviour { get; init; }

    /// <summary>What it truly does: tokens a second of one answer, tokens a second of a prompt.</summary>
    public required double Rate { get; init; }
    public required double PromptRate { get; init; }

    /// <summary>Sellers of one number are alike in model, tier, speed, asking price and price rule.</summary>
    public required int Peers { get; init; }
    public required bool AutoPrices { get; init; }
    public required PriceList Floor { get; init; }
    public required PriceList Ceiling { get; init; }

    /// <summary>As the market has it announced.</summary>
    public required RoutableOffer Announced { get; set; }

    public AccountAddress Account => Announced.Provider;

    /// <summary>What it sells now; the market learns of changes with the next announcement.</summary>
    public Offer Offer => Announced.Offer;

    public bool IsUp { get; set; } = true;
    public int InUse { get; private set; }
    public int FirstJob { get; set; } = -1;
    public Utilisation Utilisation { get; private set; }

    /// <summary>Grows with each breakdown, so that a late word of an old one is known.</summary>
    public int Breakdowns { get; set; }

    /// <summary>What the market knows of it.</summary>
    public Standing Standing { get; set; } = Standing.New(MarketRun.Epoch);

    // Sums of its life.
    public long Income { get; set; }
    public long Served { get; set; }
    public int Jobs { get; set; }
    public long UpTicks { get; set; }
    public long UpSince { get; set; }
    public long BusyTicks { get; set; }

    /// <summary>Whether a job gets a slot; the caller then tells <see cref="Use"/>.</summary>
    /// <param name="ceiling">The prices that the router saw.</param>
    /// <param name="jobClass">How soon it is wanted.</param>
    /// <param name="tokens">The longest sequence that it may become.</param>
    /// <param name="leastTier">The least tier acceptable.</param>
    /// <param name="deadline">The job's, in ticks.</param>
    /// <param name="now">In ticks.</param>
    /// <returns><see cref="RefusalCode.None"/> for a lease.</returns>
    public RefusalCode Lease(PriceList ceiling, JobClass jobClass, int tokens, Core.Trust.Tier leastTier, long deadline, long now)
    {
        var prices = Offer.PricesFor(jobClass);
        if (prices is null) return RefusalCode.NoOffer;
        if (!prices.IsWithin(ceiling)) return RefusalCode.PriceAboveCeiling;
        if (tokens > Offer.ContextLength) return RefusalCode.RequestRefused;
        if (!Core.Trust.TierNames.Satisfies(Announced.Tier, leastTier)) return RefusalCode.TierNotMet;
        if (deadline <= now) return RefusalCode.DeadlineInvalid;
        return InUse + KeptFree(Offer.Slots, jobClass) >= Offer.Slots ? RefusalCode.ProviderBusy : RefusalCode.None;
    }

    /// <summary>Slots that jobs of this class leave to those that somebody waits for.</summary>
    private static int KeptFree(int slots, JobClass jobClass) =>
        jobClass == JobClass.Interactive || slots == 1 ? 0 : Math.Max(1, (slots * OfferTerms.DefaultKeptFree + 99) / 100);

    /// <summary>A slot is taken (+1) or free again (-1).</summary>
    public void Use(int change, DateTimeOffset now)
    {
        InUse += change;
        Invariant.Require(InUse >= 0 && InUse <= Offer.Slots, "I3", $"seller {Index} has {InUse} of {Offer.Slots} slots in use");
        Utilisation = Utilisation.Observe(InUse, Offer.Slots, now);
    }

    /// <summary>Prices after one step of the product's rule; the same where they stay.</summary>
    public PriceList NextPrices(DateTimeOffset now)
    {
        Utilisation = Utilisation.Observe(InUse, Offer.Slots, now);
        return AutoPrice.Next(Offer.Prices, Floor, Ceiling, Utilisation.Thousandths).Prices;
    }
}
