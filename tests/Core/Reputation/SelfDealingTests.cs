using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Reputation;

namespace Cocoon.Core.Tests.Reputation;

/// <summary>
/// What it costs to buy a name: a provider pays itself through identities of its own. The pay comes back to it; the market's
/// fee does not.
/// </summary>
public sealed class SelfDealingTests
{
    private const int FeeBps = 500;

    [Fact]
    public void A_self_dealer_loses_as_much_in_fees_as_an_honest_provider_pays_however_it_splits_the_sum()
    {
        var rival = Honest(TimeSpan.FromDays(28), payers: 25, dailyEach: new Nano(Nano.PerTon / 10));

        var cheapest = Enumerable.Range(1, ReputationRules.MaxPayers).Select(sybils => FeesToPass(rival.Score(), sybils)).OfType<Nano>().Min();

        // The linear start of praise: no split buys more than one payer's worth for each PayUnit of turnover.
        var good = 8.0 * (rival.Score() - 300) / (1_000 - rival.Score());
        cheapest.Value.Should().BeGreaterThan((long)(good * FeeRate.Fee(ReputationRules.PayUnit, FeeBps).Value));
        rival.Score().Should().BeGreaterThan(600);
    }

    [Fact]
    public void Few_identities_never_pass_an_honest_provider_whatever_they_pay() =>
        FeesToPass(Honest(TimeSpan.FromDays(28), payers: 25, dailyEach: new Nano(Nano.PerTon / 10)).Score(), sybils: 8).Should().BeNull();

    [Fact]
    public void A_bought_name_has_to_be_bought_again_every_week()
    {
        var bought = Standing.New(Samples.Now).PaidBy(64, Nano.FromTon(1));

        bought.Score(Nano.Zero, Samples.Now.AddDays(28)).Should().BeLessThan(bought.Score() - 300);
    }

    /// <summary>An honest provider's standing after some time, with as many clients that pay so much a day each.</summary>
    private static Standing Honest(TimeSpan time, int payers, Nano dailyEach)
    {
        var standing = Standing.New(Samples.Now);
        for (var day = 0; day < time.TotalDays; day++)
            for (var payer = 0; payer < payers; payer++)
                standing = standing.Did(Work.End(Work.Payer(payer), nano: dailyEach.Value), Samples.Now.AddDays(day));
        return standing;
    }

    /// <summary>Fees lost until so many identities have bought the score within a moment, before anything decays; null where no sum does.</summary>
    private static Nano? FeesToPass(int score, int sybils)
    {
        var (standing, fees) = (Standing.New(Samples.Now), Nano.Zero);
        for (var each = Nano.PerTon / 100; each < 1_000_000 * Nano.PerTon; each *= 2)
            for (var sybil = 0; sybil < sybils; sybil++)
            {
                standing = standing.Did(Work.End(Work.Payer(sybil), nano: each));
                fees += FeeRate.Fee(new Nano(each), FeeBps);
                if (standing.Score() > score) return fees;
            }
        return null;
    }
}
