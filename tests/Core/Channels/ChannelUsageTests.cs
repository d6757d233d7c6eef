using Cocoon.Core.Channels;
using Cocoon.Core.Money;

namespace Cocoon.Core.Tests.Channels;

/// <summary>What a channel spends in a day, and the advice that follows.</summary>
public sealed class ChannelUsageTests
{
    private static readonly DateTimeOffset Noon = Samples.Now;

    private static ChannelUsage Spent(long amount) => ChannelUsage.None.Add(new Nano(amount), Noon);

    [Fact]
    public void Each_hour_takes_a_24th_away_rounded_up_to_a_nano()
    {
        Spent(2_400).PerDay(Noon).Value.Should().Be(2_400);
        Spent(2_400).PerDay(Noon.AddMinutes(59)).Value.Should().Be(2_400);
        Spent(2_400).PerDay(Noon.AddHours(1)).Value.Should().Be(2_300);
        Spent(2_400).PerDay(Noon.AddHours(2)).Value.Should().Be(2_300 - 95);
        Spent(20).PerDay(Noon.AddHours(1)).Value.Should().Be(19);
        Spent(20).PerDay(Noon.AddHours(21)).Value.Should().Be(0);
        Spent(2_400).PerDay(Noon.AddHours(-5)).Value.Should().Be(2_400, "a clock that went back takes nothing away");
    }

    [Fact]
    public void After_forty_days_nothing_is_left()
    {
        var rich = Spent(long.MaxValue / 2);

        rich.PerDay(Noon.AddHours(24 * 40)).IsPositive.Should().BeTrue();
        rich.PerDay(Noon.AddHours((24 * 40) + 1)).IsZero.Should().BeTrue();
    }

    [Fact]
    public void Charges_add_up_and_the_hour_never_goes_back()
    {
        var usage = Spent(2_400).Add(new Nano(100), Noon.AddHours(1));

        usage.PerDay(Noon.AddHours(1)).Value.Should().Be(2_400);
        usage.Add(new Nano(1), Noon).Hour.Should().Be(usage.Hour);
    }

    [Theory]
    [InlineData(4_950, false)]
    [InlineData(4_949, false)]
    [InlineData(4_951, true)]
    public void Advice_comes_when_the_rest_lasts_less_than_a_day(long spent, bool advised)
    {
        // 10,000 deposited, 100 reserved, and as much free as was spent in the day when that is 4,950.
        var state = Samples.Open() with { Charged = new Nano(9_900 - 4_950), Usage = Spent(spent) };

        (TopUpAdvice.For(state, Samples.Limits, Noon) is not null).Should().Be(advised);
    }

    [Fact]
    public void Advice_is_enough_for_a_week_and_says_how_long_the_rest_lasts()
    {
        var state = Samples.Open() with { Charged = new Nano(9_400), Usage = Spent(1_000) };

        var advice = TopUpAdvice.For(state, Samples.Limits, Noon)!;

        (advice.Amount.Value, advice.PerDay.Value, advice.Left).Should().Be((7_000 - 500, 1_000, TimeSpan.FromHours(12)));
    }

    [Fact]
    public void An_empty_channel_is_advised_and_one_that_takes_no_jobs_or_spends_nothing_is_not()
    {
        var empty = Samples.Open() with { Charged = new Nano(9_950), Usage = Spent(1_000) };

        TopUpAdvice.For(empty, Samples.Limits, Noon)!.Should().Be(new TopUpAdvice(new Nano(7_000), new Nano(1_000), TimeSpan.Zero));
        TopUpAdvice.For(empty with { Phase = ChannelPhase.Draining }, Samples.Limits, Noon).Should().BeNull();
        TopUpAdvice.For(empty with { Usage = ChannelUsage.None }, Samples.Limits, Noon).Should().BeNull();
    }
}
