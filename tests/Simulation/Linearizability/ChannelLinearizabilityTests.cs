using System.Diagnostics;
using Cocoon.Core;
using Cocoon.Simulation.Linearizability;
using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Tests.Linearizability;

/// <summary>Histories of one payment channel, right ones and those that a careless implementation would make.</summary>
public sealed class ChannelLinearizabilityTests
{
    private static readonly ChannelReply Done = new ChannelReply.Done();

    private static LinearizabilityReport<ChannelCall, ChannelReply> Check(IReadOnlyCollection<Operation<ChannelCall, ChannelReply>> history) =>
        LinearizabilityChecker.Check(ChannelHistory.Specification, history);

    private static Operation<ChannelCall, ChannelReply> Call(int client, ChannelCall call, long start, long end, ChannelReply? reply = null) =>
        new(client, call, start, end, reply ?? Done);

    private static Operation<ChannelCall, ChannelReply> Unknown(int client, ChannelCall call, long start) => new(client, call, start, null, null);

    private static Operation<ChannelCall, ChannelReply> View(long start, long end, long charged, long held, long receipts = 0, int holds = 0) =>
        Call(9, new ChannelCall.View(), start, end, new ChannelReply.Balances(ChannelHistory.Deposit, charged, held, 0, 0, receipts, holds));

    private static ChannelCall.Hold Hold(int job, long amount = 100) => new(ChannelHistory.Job(job), amount);

    private static ChannelCall.Post Post(int job, long charge = 60) => new(ChannelHistory.Job(job), charge);

    [Fact]
    public void A_hold_that_another_one_overwrote_is_found()
    {
        Check([Call(1, Hold(1), 10, 30), Call(2, Hold(2), 10, 30), View(40, 50, 0, held: 200, holds: 2)]).Verdict.Should().Be(Verdict.Linearizable);
        Check([Call(1, Hold(1), 10, 30), Call(2, Hold(2), 10, 30), View(40, 50, 0, held: 100, holds: 1)]).Verdict.Should().Be(Verdict.NotLinearizable);
    }

    [Fact]
    public void A_view_from_before_a_charge_that_was_answered_is_found()
    {
        Operation<ChannelCall, ChannelReply>[] history = [Call(1, Hold(1), 10, 20), Call(1, Post(1), 30, 40)];

        Check([.. history, View(35, 50, 0, held: 100, holds: 1)]).Verdict.Should().Be(Verdict.Linearizable, "the charge was under way");
        Check([.. history, View(41, 50, 0, held: 100, holds: 1)]).Verdict.Should().Be(Verdict.NotLinearizable);
    }

    [Fact]
    public void A_charge_that_took_effect_twice_is_found()
    {
        Operation<ChannelCall, ChannelReply>[] history = [Call(1, Hold(1), 10, 20), Unknown(1, Post(1), 30), Call(2, Post(1), 35, 60)];

        Check([.. history, View(70, 80, charged: 60, held: 0, receipts: 1)]).Verdict.Should().Be(Verdict.Linearizable);
        Check([.. history, View(70, 80, charged: 120, held: -100, receipts: 2)]).Verdict.Should().Be(Verdict.NotLinearizable);
    }

    [Fact]
    public void A_charge_without_a_reply_may_come_late_and_never_goes_again()
    {
        Operation<ChannelCall, ChannelReply>[] history = [Call(1, Hold(1), 10, 20), Unknown(1, Post(1), 30), View(40, 50, 0, held: 100, holds: 1)];

        Check([.. history, View(60, 70, charged: 60, held: 0, receipts: 1)]).Verdict.Should().Be(Verdict.Linearizable);
        Check([.. history, View(60, 70, charged: 60, held: 0, receipts: 1), View(80, 90, 0, held: 100, holds: 1)]).Verdict.Should().Be(Verdict.NotLinearizable);
    }

    [Fact]
    public void A_hold_may_end_by_itself_after_its_deadline_and_not_before()
    {
        Operation<ChannelCall, ChannelReply>[] history = [Call(1, Hold(1), 10, 20), Unknown(0, new ChannelCall.Expire(ChannelHistory.Job(1)), 100)];

        Check([.. history, Call(1, Post(1), 110, 120, new ChannelReply.Refused(RefusalCode.HoldEnded))]).Verdict.Should().Be(Verdict.Linearizable);
        Check([.. history, Call(1, Post(1), 110, 120)]).Verdict.Should().Be(Verdict.Linearizable, "nobody has looked yet");
        Check([.. history, Call(1, Post(1), 80, 90, new ChannelReply.Refused(RefusalCode.HoldEnded))]).Verdict.Should().Be(Verdict.NotLinearizable);
    }

    [Fact]
    public void A_deposit_counts_from_some_moment_on()
    {
        var large = Hold(1, ChannelHistory.Deposit);
        Operation<ChannelCall, ChannelReply>[] history = [Unknown(0, new ChannelCall.Deposit(ChannelHistory.Deposit * 2), 50)];
        var short_ = new ChannelReply.Refused(RefusalCode.InsufficientBalance);
        var far = new ChannelReply.Refused(RefusalCode.VoucherRequired);

        Check([.. history, Call(1, large, 60, 70, short_), Call(1, large, 80, 90, far)]).Verdict.Should().Be(Verdict.Linearizable);
        Check([.. history, Call(1, large, 60, 70, far), Call(1, large, 80, 90, short_)]).Verdict.Should().Be(Verdict.NotLinearizable, "a deposit never shrinks");
    }

    [Fact]
    public void Of_two_jobs_that_fit_one_at_a_time_only_one_gets_its_hold()
    {
        var refused = new ChannelReply.Refused(RefusalCode.VoucherRequired);

        Check([Call(1, Hold(1, 1_500), 10, 20), Call(2, Hold(2, 1_500), 10, 20, refused)]).Verdict.Should().Be(Verdict.Linearizable);
        Check([Call(1, Hold(1, 1_500), 10, 20), Call(2, Hold(2, 1_500), 10, 20)]).Verdict.Should().Be(Verdict.NotLinearizable, "both passed the credit cap");
        Check([Call(1, Hold(1, 1_500), 10, 20, refused), Call(2, Hold(2, 1_500), 10, 20, refused)]).Verdict.Should().Be(Verdict.NotLinearizable, "nothing stood in their way");
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void A_thousand_calls_of_eight_clients_are_checked_within_a_second(double lost)
    {
        var history = new ChannelHistory(new Dice(7), clients: 8).Run(1_000, lost);
        var watch = Stopwatch.StartNew();

        var report = Check(history);

        report.Verdict.Should().Be(Verdict.Linearizable, "{0}", report);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(1), "{0} steps", report.Steps);
    }

    [Fact]
    public void One_wrong_balance_among_many_calls_is_found()
    {
        for (var seed = 1u; seed <= 20; seed++)
        {
            var dice = new Dice(seed);
            var history = new ChannelHistory(dice, clients: 4).Run(200, lost: 0.02);
            Check(history).Verdict.Should().Be(Verdict.Linearizable, "seed {0} is untouched", seed);
            var views = Enumerable.Range(0, history.Count).Where(i => history[i].Reply is ChannelReply.Balances).ToList();
            var wrong = dice.Pick(views);
            history[wrong] = history[wrong] with { Reply = (ChannelReply.Balances)history[wrong].Reply! with { Charged = 1_000_003 } };

            Check(history).Verdict.Should().Be(Verdict.NotLinearizable, "seed {0} has a wrong view", seed);
        }
    }

    [Fact]
    public void The_specification_answers_as_the_channel_does()
    {
        for (var seed = 1u; seed <= 200; seed++)
        {
            var real = new ChannelHistory(new Dice(seed), clients: 1);
            var specification = ChannelHistory.Specification;
            var books = specification.Beginning;
            for (var i = 0; i < 100; i++)
            {
                var call = real.Random(i);
                (books, var reply) = specification.Apply(books, call);

                reply.Should().Be(real.Take(call), "seed {0}, call {1} is {2}", seed, i, call);
            }
        }
    }
}
