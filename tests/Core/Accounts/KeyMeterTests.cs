using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Core.Tests.Accounts;

public sealed class KeyMeterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_minute_s_worth_may_come_at_once_and_comes_back_evenly()
    {
        var scope = new KeyScope { RequestsPerMinute = 60 };
        var meter = KeyMeter.Empty;
        for (var i = 0; i < 60; i++) (meter, _) = Admitted(meter, scope, i, Noon);

        var (after, refused) = meter.Admit(scope, Request(60), Noon);
        refused.Refusal!.Code.Should().Be(RefusalCode.RateLimited);
        (refused.RetryAfter, refused.Requests).Should().Be((TimeSpan.FromSeconds(1), new RateState(60, 0, TimeSpan.FromMinutes(1))));
        after.Admit(scope, Request(60), Noon.AddSeconds(1).AddTicks(-1)).Admission.Refusal.Should().NotBeNull();
        var (_, last) = Admitted(after, scope, 60, Noon.AddSeconds(1));
        last.Requests!.Remaining.Should().Be(0);
    }

    [Fact]
    public void Tokens_are_counted_by_what_a_request_may_use_and_one_that_never_fits_is_told_so()
    {
        var scope = new KeyScope { TokensPerMinute = 100 };
        var (meter, first) = Admitted(KeyMeter.Empty, scope, 1, Noon, tokens: 70);

        first.Tokens.Should().Be(new RateState(100, 30, TimeSpan.FromSeconds(42)));
        meter.Admit(scope, Request(2, 40), Noon).Admission.RetryAfter.Should().Be(TimeSpan.FromSeconds(6));
        var tooLarge = meter.Admit(scope, Request(3, 101), Noon).Admission;
        (tooLarge.RetryAfter, tooLarge.Refusal!.Message).Should().Be((null, "Request too large for this key: limit 100 tokens per minute, requested 101. Send a shorter prompt or a smaller max_tokens."));
    }

    [Fact]
    public void Jobs_at_once_are_counted_until_they_end_or_their_deadline_passes()
    {
        var scope = new KeyScope { Concurrency = 2 };
        var (meter, _) = Admitted(KeyMeter.Empty, scope, 1, Noon);
        (meter, _) = Admitted(meter, scope, 2, Noon);

        meter.Admit(scope, Request(3), Noon).Admission.Refusal!.Code.Should().Be(RefusalCode.RateLimited);
        var (_, repeat) = Admitted(meter, scope, 2, Noon);
        repeat.IsRepeat.Should().BeTrue();
        Admitted(meter.Close(Request(1).Job), scope, 3, Noon).After.Open.Should().Be(2);
        Admitted(meter, scope, 3, Noon.AddMinutes(1)).After.Open.Should().Be(1);
    }

    private static (KeyMeter After, Admission Admission) Admitted(KeyMeter meter, KeyScope scope, int job, DateTimeOffset now, long tokens = 10)
    {
        var step = meter.Admit(scope, Request(job, tokens), now);
        step.Admission.Refusal.Should().BeNull();
        return step;
    }

    private static AdmitRequest Request(int job, long tokens = 10) =>
        new(JobId.New(DateTimeOffset.UnixEpoch, [.. BitConverter.GetBytes((long)job), 0, 0]), Nano.Zero, tokens, Noon.AddMinutes(1));
}
