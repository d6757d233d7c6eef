using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Core.Accounts;

/// <summary>
/// A key's spend per UTC day as a pure state machine: reserve the most a job can cost before it starts, settle what it did
/// cost. Spent + held never exceeds the limit that was in force when the last job was admitted, so that no number of jobs at
/// once can overspend it. A job counts for the day on which it was admitted.
/// </summary>
public static class KeyBudget
{
    /// <summary>Most jobs of one key that are not settled.</summary>
    public const int MaxReserved = 4_096;

    /// <summary>How long after its deadline a job is asked what became of it: clocks differ, and answers are on their way.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    public static int DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime).DayNumber;

    /// <summary>Sets a job's greatest cost aside. Repeated for the same job, it covers the dearer and the later of the two.</summary>
    public static Step<KeyBudgetState> Reserve(KeyBudgetState state, Nano limit, JobId job, Nano amount, DateTimeOffset deadline, DateTimeOffset now)
    {
        if (amount.IsNegative) return Step<KeyBudgetState>.Refuse(RefusalCode.AmountInvalid, "A reservation is never negative.");
        var today = At(state, now);
        var wanted = new KeyReservation { Amount = amount, Day = today.Day, Deadline = deadline };
        if (today.Reserved.TryGetValue(job, out var known))
        {
            if (known.Day == wanted.Day && amount <= known.Amount && deadline <= known.Deadline) return Step<KeyBudgetState>.Stay(state);
            wanted = wanted with { Amount = Nano.Max(amount, known.Amount), Deadline = known.Deadline > deadline ? known.Deadline : deadline };
        }
        else if (today.Reserved.Count >= MaxReserved)
        {
            return Step<KeyBudgetState>.Refuse(RefusalCode.TooManyHolds, $"This key has {MaxReserved} jobs that are not settled. Try again when some have ended.");
        }
        var held = today.Held - (known is not null && known.Day == today.Day ? known.Amount : Nano.Zero);
        // Subtracted from the limit, since a sum could overflow.
        if (wanted.Amount > limit - today.Spent - held)
            return Step<KeyBudgetState>.Refuse(RefusalCode.BudgetExhausted, "This key's spend for today does not cover what the request may cost. It starts anew at 00:00 UTC.");
        return Step<KeyBudgetState>.To(Checked(today with { Held = held + wanted.Amount, Reserved = today.Reserved.SetItem(job, wanted) }));
    }

    /// <summary>Replaces a job's reservation with what it cost; zero releases it. A job that is not reserved for was settled before.</summary>
    public static Step<KeyBudgetState> Settle(KeyBudgetState state, JobId job, Nano charge, DateTimeOffset now)
    {
        if (charge.IsNegative) return Step<KeyBudgetState>.Refuse(RefusalCode.AmountInvalid, "A charge is never negative.");
        if (!state.Reserved.TryGetValue(job, out var known)) return Step<KeyBudgetState>.Stay(state);
        Invariant.Require(charge <= known.Amount, "I5", "a job cost its key more than was reserved for it");
        var today = At(state, now);
        var left = today with { Reserved = today.Reserved.Remove(job) };
        return Step<KeyBudgetState>.To(Checked(known.Day == today.Day ? left with { Spent = today.Spent + charge, Held = today.Held - known.Amount } : left));
    }

    /// <summary>Jobs that are over for certain and that nobody settled.</summary>
    public static IEnumerable<JobId> Overdue(KeyBudgetState state, DateTimeOffset now) =>
        state.Reserved.Where(entry => entry.Value.Deadline + Grace <= now).Select(entry => entry.Key);

    /// <summary>The state on the day of <paramref name="now"/>. A clock that runs back a little stays on the later day.</summary>
    internal static KeyBudgetState At(KeyBudgetState state, DateTimeOffset now) =>
        DayOf(now) > state.Day ? state with { Day = DayOf(now), Spent = Nano.Zero, Held = Nano.Zero } : state;

    private static KeyBudgetState Checked(KeyBudgetState state)
    {
        Invariant.Require(!state.Held.IsNegative && !state.Spent.IsNegative, "I2", "a key's budget is never negative");
        return state;
    }
}
