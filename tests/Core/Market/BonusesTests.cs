using Cocoon.Core.Market;

namespace Cocoon.Core.Tests.Market;

public sealed class BonusesTests
{
    private static readonly DateTimeOffset Until = Samples.Now;
    private static readonly MarketIncentives Rules = MarketIncentives.None with { ColdBonusBps = 200, ColdProviders = 3, EarlyBonusBps = 100, EarlyUntil = Until };

    [Theory]
    [InlineData(1, -1, 300, "cold and early")]
    [InlineData(2, 0, 200, "who joins at that second is not early any more")]
    [InlineData(3, -1, 100, "three offers are enough")]
    [InlineData(0, 0, 0, "offers that nobody counted make no model cold")]
    [InlineData(3, 0, 0, "neither")]
    public void A_bonus_is_for_cold_models_and_for_early_providers(int offers, int joined, int expected, string because) =>
        Bonuses.Of(Rules, offers, Until.AddSeconds(joined), feeBps: 500).Should().Be(expected, because);

    [Fact]
    public void It_is_never_above_the_fee_it_comes_out_of() => Bonuses.Of(Rules, 1, Until.AddDays(-1), feeBps: 250).Should().Be(250);

    [Fact]
    public void Who_joined_before_that_was_written_down_is_early() => Bonuses.Of(Rules, 9, null, 500).Should().Be(100);

    [Fact]
    public void Without_rules_there_is_none()
    {
        Bonuses.Of(MarketIncentives.None, 1, null, 500).Should().Be(0);
        Bonuses.Of(Rules with { EarlyUntil = null }, 9, null, 500).Should().Be(0, "nobody is early where no time is named");
    }
}
