using Cocoon.Core;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Simulation.Economy;
using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Tests.Economy;

/// <summary>Simulated sellers count leases; the product lists them. Both have to decide alike.</summary>
public sealed class SellerTests
{
    [Fact]
    public void After_any_history_it_leases_as_the_products_provider()
    {
        var dice = new Dice(3);
        var decisions = new HashSet<RefusalCode>();
        foreach (var seller in Founding.Found(new EconomyOptions(60, 10, 1) { Models = 1 }).Sellers)
        {
            var appraisal = new Appraisal(seller.Announced.Tier, Bytes(1), Bytes(2), MarketRun.TimeOf(Habits.Minute * 600));
            var provider = Provider.Register(new ProviderState(), seller.Account, appraisal, [seller.Offer], MarketRun.TimeOf(0)).State;
            var running = new List<JobId>();
            for (var (step, now) = (1, 0L); step < 60; step++, now += Habits.Second)
            {
                if (running.Count > 0 && dice.Chance(0.4))
                {
                    var ended = dice.Pick(running);
                    running.Remove(ended);
                    provider = Provider.Release(provider, ended).State;
                    seller.Use(-1, MarketRun.TimeOf(now));
                    continue;
                }

                var request = Request(dice, seller, step, now);
                var wanted = Provider.Lease(provider, request, MarketRun.TimeOf(now));

                var found = seller.Lease(request.Ceiling, request.Class, request.Tokens, request.LeastTier, (request.Expires - MarketRun.Epoch).Ticks, now);

                found.Should().Be(wanted.Refusal?.Code ?? RefusalCode.None);
                decisions.Add(found);
                if (found != RefusalCode.None) continue;
                provider = wanted.State;
                running.Add(request.Job);
                seller.Use(1, MarketRun.TimeOf(now));
            }
        }

        decisions.Should().Contain([RefusalCode.None, RefusalCode.ProviderBusy, RefusalCode.PriceAboveCeiling, RefusalCode.TierNotMet, RefusalCode.NoOffer, RefusalCode.RequestRefused, RefusalCode.DeadlineInvalid]);
    }

    private static LeaseRequest Request(Dice dice, Seller seller, int step, long now)
    {
        var jobClass = dice.Chance(0.3) ? JobClass.Batch : JobClass.Interactive;
        var ceiling = seller.Offer.PricesFor(jobClass) ?? seller.Offer.Prices;
        if (dice.Chance(0.1)) ceiling = ceiling with { Completion = new Nano(ceiling.Completion.Value - 1) };
        var random = new byte[10];
        BitConverter.TryWriteBytes(random, step);
        return new LeaseRequest(
            JobId.New(MarketRun.TimeOf(now), random), seller.Offer.Model, dice.Chance(0.05) ? Habits.Context + 1 : 1_000, ceiling,
            dice.Chance(0.2) ? Tier.CcGpu : Tier.Open, Habits.FeeBps, MarketRun.TimeOf(dice.Chance(0.05) ? now : now + 100 * Habits.Minute)) { Class = jobClass };
    }

    private static HexBytes Bytes(byte number) => new([.. Enumerable.Repeat(number, 32)]);
}
