using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Accounts;

public sealed class KeyBudgetTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly Nano Limit = new(100);

    [Fact]
    public void What_may_be_spent_is_set_aside_first_and_what_was_not_comes_back()
    {
        var state = KeyBudget.Reserve(new KeyBudgetState(), Limit, Job(1), new Nano(60), Noon.AddMinutes(1), Noon).State;

        KeyBudget.Reserve(state, Limit, Job(2), new Nano(41), Noon, Noon).Refusal!.Code.Should().Be(RefusalCode.BudgetExhausted);
        KeyBudget.Reserve(state, Limit, Job(1), new Nano(60), Noon, Noon).Changed.Should().BeFalse("it is a repeat");
        state = KeyBudget.Settle(state, Job(1), new Nano(10), Noon).State;
        KeyBudget.Settle(state, Job(1), new Nano(10), Noon).Changed.Should().BeFalse("it counts once");
        KeyBudget.Reserve(state, Limit, Job(2), new Nano(91), Noon, Noon).Refusal.Should().NotBeNull();
        KeyBudget.Reserve(state, Limit, Job(2), new Nano(90), Noon, Noon).Refusal.Should().BeNull("to the nano");
    }

    [Fact]
    public void A_job_counts_for_the_day_it_was_admitted_on()
    {
        var state = KeyBudget.Reserve(new KeyBudgetState(), Limit, Job(1), new Nano(100), Noon.AddDays(1), Noon).State;
        var tomorrow = Noon.AddHours(12);

        state = KeyBudget.Reserve(state, Limit, Job(2), new Nano(100), tomorrow, tomorrow).State;
        state = KeyBudget.Settle(state, Job(1), new Nano(70), tomorrow).State;

        (state.Spent, state.Held).Should().Be((Nano.Zero, new Nano(100)));
        KeyBudget.Overdue(state, tomorrow + KeyBudget.Grace).Should().Equal(Job(2));
    }

    [Fact]
    public void However_jobs_come_and_go_no_day_spends_a_nano_too_much() => Prop.ForAll(Steps(), steps =>
    {
        var (state, now) = (new KeyBudgetState(), Noon);
        var admitted = new Dictionary<JobId, (int Day, long Amount)>();
        var spent = new Dictionary<int, long>();
        foreach (var (kind, number, amount) in steps)
        {
            if (kind == 0) now = now.AddHours(amount % 9);
            var (job, day) = (Job(number), KeyBudget.DayOf(now));
            if (kind == 1 && KeyBudget.Reserve(state, Limit, job, new Nano(amount), now.AddMinutes(1), now) is { Refusal: null } step)
            {
                state = step.State;
                admitted[job] = (day, Math.Max(amount, admitted.GetValueOrDefault(job).Amount));
            }
            if (kind == 2 && admitted.Remove(job, out var known))
            {
                var charge = known.Amount - amount % (known.Amount + 1);
                state = KeyBudget.Settle(state, job, new Nano(charge), now).State;
                spent[known.Day] = spent.GetValueOrDefault(known.Day) + charge;
            }
            // The second, simple model: what was charged for a day, and all that jobs admitted on it may still cost.
            if (state.Day == day) (state.Spent.Value, state.Held.Value).Should().Be((spent.GetValueOrDefault(day), admitted.Values.Where(entry => entry.Day == day).Sum(entry => entry.Amount)));
            foreach (var (one, charged) in spent)
                (charged + admitted.Values.Where(entry => entry.Day == one).Sum(entry => entry.Amount)).Should().BeLessThanOrEqualTo(Limit.Value);
        }
        state.Reserved.Keys.Should().Equal(admitted.Keys.Order(), "none is lost");
    }).Check(Config.QuickThrowOnFailure);

    private static Arbitrary<(int Kind, int Job, long Amount)[]> Steps() => (
        from kind in Gen.Frequency((1, Gen.Constant(0)), (6, Gen.Constant(1)), (4, Gen.Constant(2)))
        from job in Gen.Choose(1, 6)
        from amount in Gen.Choose(0, 60)
        select (kind, job, (long)amount)).ArrayOf().ToArbitrary();

    private static JobId Job(int number) => JobId.New(DateTimeOffset.UnixEpoch, [.. BitConverter.GetBytes((long)number), 0, 0]);
}
