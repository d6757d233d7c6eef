using System.Collections.Immutable;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;

namespace Cocoon.Core.Tests.Providers;

public sealed class ProviderDaysTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 23, 59, 0, TimeSpan.Zero);

    [Fact]
    public void Days_are_counted_apart_with_fee_and_bonus_and_a_month_is_kept()
    {
        var days = ImmutableList<ProviderDay>.Empty;
        for (var day = 0; day < 40; day++)
        {
            days = ProviderDays.Add(days, End(JobFate.Delivered, 1_000), Lease(), Now.AddDays(day));
            days = ProviderDays.Add(days, End(JobFate.CutOff, 100), Lease(), Now.AddDays(day));
            days = ProviderDays.Add(days, End(JobFate.Failed, 0), Lease(), Now.AddDays(day));
            days = ProviderDays.Add(days, End(JobFate.Unused, 0), Lease(), Now.AddDays(day));
        }

        days.Should().HaveCount(ProviderDays.Max).And.BeInDescendingOrder(day => day.Day);
        days[0].Should().Be(new ProviderDay(DateOnly.FromDateTime(Now.AddDays(39).UtcDateTime), 2, 2, 14, new Nano(1_100 - 110 + 22)));
        ProviderDays.Since(days, days[6].Day).Pay.Should().Be(new Nano(7 * 1_012));
        ProviderDays.Add(days, End(JobFate.Delivered, 10), Lease(), Now)[0].Day.Should().Be(days[0].Day, "a clock that was set back counts for the newest day");
    }

    private static JobEnd End(JobFate fate, long charge) => new(
        Samples.Job(1), "model", Samples.Account(1), fate, RefusalCode.None, charge == 0 ? default : new TokenCounts(4, 1, 1, 1), new Nano(charge), null, TimeSpan.Zero);

    private static Lease Lease() => new(
        Samples.Job(1), Samples.Account(3), "model", Samples.Bytes(4), Samples.Prices, FeeBps: 1_000, Samples.Appraisal, 1, Now) { BonusBps = 200 };
}
