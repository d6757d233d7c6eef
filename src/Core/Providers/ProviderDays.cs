using System.Collections.Immutable;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;

namespace Cocoon.Core.Providers;

/// <summary>A provider's last days, newest first, <see cref="Max"/> at most. Pure.</summary>
public static class ProviderDays
{
    /// <summary>Days that are kept: a month, and the day that is running.</summary>
    public const int Max = 32;

    /// <summary>Counts a job that has ended for the day on which it did.</summary>
    /// <param name="days">The days so far, newest first.</param>
    /// <param name="end">How it ended. One that says nothing of the provider changes nothing.</param>
    /// <param name="lease">Its lease, whose shares make the pay of the charge.</param>
    /// <param name="now">The time; a clock that was set back counts for the newest day.</param>
    public static ImmutableList<ProviderDay> Add(ImmutableList<ProviderDay> days, JobEnd end, Lease lease, DateTimeOffset now)
    {
        if (end.Fate == JobFate.Unused) return days;
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var isNew = days.IsEmpty || days[0].Day < today;
        var day = isNew ? new ProviderDay(today, 0, 0, 0, default) : days[0];
        day = day with
        {
            Jobs = day.Jobs + (end.Tokens.Total > 0 ? 1 : 0),
            Failures = day.Failures + (end.Fate is JobFate.Failed or JobFate.CutOff ? 1 : 0),
            Tokens = checked(day.Tokens + end.Tokens.Total),
            Pay = day.Pay + end.Charge - FeeRate.Fee(end.Charge, lease.FeeBps) + FeeRate.Fee(end.Charge, lease.BonusBps),
        };
        if (!isNew) return days.SetItem(0, day);
        var after = days.Insert(0, day);
        return after.Count <= Max ? after : after.RemoveAt(after.Count - 1);
    }

    /// <summary>The sum of the days from <paramref name="first"/> on; its <see cref="ProviderDay.Day"/> is <paramref name="first"/>.</summary>
    public static ProviderDay Since(ImmutableList<ProviderDay> days, DateOnly first) => days.Where(day => day.Day >= first).Aggregate(
        new ProviderDay(first, 0, 0, 0, default),
        static (sum, day) => new ProviderDay(sum.Day, sum.Jobs + day.Jobs, sum.Failures + day.Failures, checked(sum.Tokens + day.Tokens), sum.Pay + day.Pay));
}
