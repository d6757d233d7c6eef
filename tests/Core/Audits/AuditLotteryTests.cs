using Cocoon.Core.Audits;
using Cocoon.Core.Jobs;

namespace Cocoon.Core.Tests.Audits;

/// <summary>Which jobs are drawn.</summary>
public sealed class AuditLotteryTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];

    [Fact]
    public void The_share_is_kept_and_another_secret_draws_others()
    {
        var jobs = Enumerable.Range(0, 20_000).Select(Job).ToList();
        var drawn = jobs.Where(job => AuditLottery.IsDrawn(Secret, job, 500)).ToHashSet();
        var others = jobs.Where(job => AuditLottery.IsDrawn(new byte[32], job, 500)).ToHashSet();

        drawn.Count.Should().BeInRange(880, 1_120, "a twentieth of them, give or take four standard deviations");
        drawn.Intersect(others).Count().Should().BeLessThan(90, "only chance draws the same");
        jobs.Should().NotContain(job => AuditLottery.IsDrawn(Secret, job, 0)).And.OnlyContain(job => AuditLottery.IsDrawn(Secret, job, 10_000));
    }

    [Fact]
    public void What_is_drawn_stays_drawn_when_the_share_grows() =>
        Enumerable.Range(0, 2_000).Select(Job).Where(job => AuditLottery.IsDrawn(Secret, job, 300)).Should().OnlyContain(job => AuditLottery.IsDrawn(Secret, job, 301));

    private static JobId Job(int number) => JobId.New(DateTimeOffset.UnixEpoch.AddYears(50), [.. BitConverter.GetBytes((long)number), 0, 0]);
}
