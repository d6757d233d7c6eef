using Cocoon.Simulation.Linearizability;
using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Tests.Linearizability;

public sealed class LinearizabilityCheckerTests
{
    private static LinearizabilityReport<int, string> Check(params Operation<int, string>[] history) => LinearizabilityChecker.Check(new Register(), history);

    [Fact]
    public void Nothing_is_linearizable() => Check().Verdict.Should().Be(Verdict.Linearizable);

    [Fact]
    public void A_call_that_is_under_way_may_have_taken_effect_or_not()
    {
        Check(Register.Call(1, 5, 10, 40, 0), Register.Call(2, Register.Read, 20, 30, 0)).Verdict.Should().Be(Verdict.Linearizable);
        Check(Register.Call(1, 5, 10, 40, 0), Register.Call(2, Register.Read, 20, 30, 5)).Verdict.Should().Be(Verdict.Linearizable);
    }

    [Fact]
    public void A_stale_read_is_found()
    {
        var report = Check(Register.Call(1, 5, 10, 20, 0), Register.Call(2, Register.Read, 21, 30, 0));

        report.Verdict.Should().Be(Verdict.NotLinearizable);
        report.Order.Should().ContainSingle().Which.Client.Should().Be(1);
        report.Stuck.Should().ContainSingle().Which.Client.Should().Be(2);
        report.ToString().Should().Contain("cannot be next: client 2: 0 -> 0 [21, 30]");
    }

    [Fact]
    public void Equal_times_order_nothing() =>
        Check(Register.Call(1, 5, 10, 20, 0), Register.Call(2, Register.Read, 20, 30, 0)).Verdict.Should().Be(Verdict.Linearizable);

    [Fact]
    public void A_lost_update_is_found() =>
        Check(Register.Call(1, 5, 10, 30, 0), Register.Call(2, 7, 10, 30, 0), Register.Call(1, Register.Read, 40, 50, 7)).Verdict.Should().Be(Verdict.NotLinearizable);

    [Fact]
    public void Two_reads_may_not_see_two_writes_in_different_orders() =>
        Check(
            Register.Call(1, 5, 10, 99, 0), Register.Unknown(2, 7, 10),
            Register.Call(3, Register.Read, 20, 30, 5), Register.Call(4, Register.Read, 40, 50, 7)).Verdict.Should().Be(Verdict.NotLinearizable);

    [Theory]
    [InlineData(0, 0, Verdict.Linearizable)]       // never
    [InlineData(0, 5, Verdict.Linearizable)]       // between the reads, long after it was sent
    [InlineData(5, 5, Verdict.Linearizable)]       // before both
    [InlineData(5, 0, Verdict.NotLinearizable)]    // taken back
    [InlineData(5, 10, Verdict.NotLinearizable)]   // twice
    public void A_call_without_a_reply_takes_effect_once_or_never(int first, int second, Verdict verdict) =>
        Check(Register.Unknown(1, 5, 10), Register.Call(2, Register.Read, 20, 30, first), Register.Call(2, Register.Read, 40, 50, second)).Verdict.Should().Be(verdict);

    [Fact]
    public void A_call_without_a_reply_never_takes_effect_before_it_was_sent() =>
        Check(Register.Call(2, Register.Read, 20, 30, 5), Register.Unknown(1, 5, 31)).Verdict.Should().Be(Verdict.NotLinearizable);

    [Fact]
    public void The_order_found_explains_every_reply()
    {
        var report = Check(Register.Call(1, 5, 10, 40, 7), Register.Call(2, 7, 10, 40, 0), Register.Call(3, Register.Read, 10, 40, 12));

        report.Order.Select(operation => operation.Client).Should().Equal(2, 1, 3);
    }

    [Fact]
    public void A_search_without_end_is_given_up()
    {
        var hopeless = Enumerable.Range(1, 24).Select(client => Register.Unknown(client, 1 << (client - 1), 0)).Append(Register.Call(0, Register.Read, 10, 20, -1));

        LinearizabilityChecker.Check(new Register(), [.. hopeless], maxSteps: 1_000).Verdict.Should().Be(Verdict.Undecided);
    }

    [Fact]
    public void What_is_no_operation_is_refused()
    {
        var backwards = () => Check(Register.Call(1, 5, 10, 9, 0));
        var mute = () => Check(Register.Call(1, 5, 10, 20, 0) with { Reply = null });

        backwards.Should().Throw<ArgumentException>().WithMessage("Not an operation: client 1: 5 -> 0 [10, 9]*");
        mute.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void The_checker_agrees_with_trying_every_order()
    {
        var dice = new Dice(1);
        var found = new Dictionary<Verdict, int> { [Verdict.Linearizable] = 0, [Verdict.NotLinearizable] = 0 };
        for (var round = 0; round < 5_000; round++)
        {
            var history = Random(dice);
            var verdict = Check(history).Verdict;

            (verdict == Verdict.Linearizable).Should().Be(AnyOrder([.. history], 0), "the history is {0}", string.Join("; ", (object[])history));
            found[verdict]++;
        }
        found.Values.Should().OnlyContain(count => count > 300, "both verdicts are common");
    }

    /// <summary>Two to six calls at random times with replies that are often right.</summary>
    private static Operation<int, string>[] Random(Dice dice) =>
    [
        .. Enumerable.Range(0, 2 + dice.Below(5)).Select(client =>
        {
            var (start, call) = (dice.Below(10), dice.Pick([Register.Read, 1, 2, Register.Set + 1, Register.Set + 3]));
            return dice.Chance(0.4) ? Register.Unknown(client, call, start) : Register.Call(client, call, start, start + dice.Below(5), dice.Below(4));
        }),
    ];

    /// <summary>The definition itself: some order of all answered and some unanswered calls fits times and replies.</summary>
    private static bool AnyOrder(List<Operation<int, string>> left, int state)
    {
        if (left.TrueForAll(operation => operation.End is null)) return true;
        foreach (var next in left.ToList())
        {
            if (left.Exists(other => other.End < next.Start)) continue;
            if (next.Reply is { } reply && reply != $"{state}") continue;
            left.Remove(next);
            var fits = AnyOrder([.. left], new Register().Apply(state, next.Call).After);
            left.Add(next);
            if (fits) return true;
        }
        return false;
    }
}
