using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Core.Channels;

/// <summary>
/// The payment channel as a pure state machine, one transition per file. Every transition is idempotent by its operation
/// id and checks the invariants of the state it returns.
/// </summary>
public static partial class Channel
{
    /// <summary>
    /// Released holds remembered for repeated calls. They are written with every call, so they are few: of what is forgotten, a
    /// repeated charge is found in the outbox or in the shard that it was handed to, a hold that comes late ends by its deadline.
    /// </summary>
    public const int EndedKept = 64;

    /// <summary>Posted receipts that may wait for a voucher or for settlement; a full outbox stops new holds.</summary>
    public const int MaxUnsettled = 4_096;

    private static Step<ChannelState> Refuse(RefusalCode code, string message) => Step<ChannelState>.Refuse(code, message);

    /// <summary>The new state, with those invariants checked that a transition can break; all of them in constant time.</summary>
    private static Step<ChannelState> To(ChannelState before, ChannelState after)
    {
        CheckTotals(after);
        Invariant.Require(after.Charged >= before.Charged, "I1", "the charged total fell");
        Invariant.Require(after.Deposit >= before.Deposit, "I1", "the deposit fell");
        Invariant.Require(after.Vouched >= before.Vouched, "I4", "the voucher amount fell");
        Invariant.Require(after.ReceiptCount >= before.ReceiptCount, "I6", "the receipt count fell");
        return Step<ChannelState>.To(after);
    }

    /// <summary>Asserts what must hold of any stored channel.</summary>
    /// <exception cref="InvariantViolationException">The record is damaged or this program is wrong.</exception>
    public static void Check(ChannelState state)
    {
        CheckTotals(state);
        Invariant.Require(state.Holds.Values.All(hold => !hold.Amount.IsNegative), "I5", "negative hold");
        var held = state.Holds.Values.Aggregate(Nano.Zero, (sum, hold) => sum + hold.Amount);
        Invariant.Require(held == state.Held, "I1", $"the holds of channel {state.Channel} do not add up");
        var expected = state.ReceiptCount - state.Unsettled.Length;
        foreach (var posted in state.Unsettled)
            Invariant.Require(posted.Number == ++expected, "I6", "receipt numbers have a gap");
    }

    private static void CheckTotals(ChannelState state)
    {
        Invariant.Require(!state.Charged.IsNegative && !state.Deposit.IsNegative && !state.Held.IsNegative && !state.Withdrawn.IsNegative, "I1", "negative total");
        Invariant.Require(state.Charged + state.Held <= state.Ceiling, "I2", $"channel {state.Channel} has charged and held more than was deposited");
        Invariant.Require(state.Vouched <= state.Ceiling, "I4", $"the voucher of channel {state.Channel} is above its deposit");
    }

    private static EndedHold? FindEnded(ChannelState state, JobId job)
    {
        foreach (var ended in state.Ended)
            if (ended.Job == job) return ended;
        return null;
    }

    private static bool IsUnsettled(ChannelState state, JobId job, HexBytes receipt)
    {
        foreach (var posted in state.Unsettled)
            if (posted.Line.Job == job && posted.Line.Hash == receipt) return true;
        return false;
    }

    private static ChannelState Release(ChannelState state, EndedHold ended) => state with
    {
        Held = state.Holds.TryGetValue(ended.Job, out var hold) ? state.Held - hold.Amount : state.Held,
        Holds = state.Holds.Remove(ended.Job),
        Ended = (state.Ended.Length >= EndedKept ? state.Ended.RemoveAt(0) : state.Ended).Add(ended),
    };

    private static Refusal? RequireOpen(ChannelState state) =>
        state.IsOpen ? null : new Refusal(RefusalCode.ChannelNotOpen, "This channel is not open here. Register it with its contract address first.");
}
