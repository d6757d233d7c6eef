using Cocoon.Core.Accounts;
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
    /// <summary>Released holds remembered for repeated calls; far more than can be retried at once.</summary>
    public const int EndedKept = 256;

    /// <summary>Posted receipts that may wait for a voucher or for settlement; a full outbox stops new holds.</summary>
    public const int MaxUnsettled = 1_000;

    private static Step<ChannelState> Refuse(RefusalCode code, string message) => Step<ChannelState>.Refuse(code, message);

    /// <summary>The checked new state.</summary>
    private static Step<ChannelState> To(ChannelState before, ChannelState after)
    {
        Check(after);
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
        Invariant.Require(!state.Charged.IsNegative && !state.Deposit.IsNegative, "I1", "negative total");
        Invariant.Require(state.Charged + state.Held <= state.Deposit, "I2", $"channel {state.Channel} has charged and held more than was deposited");
        Invariant.Require(state.Vouched <= state.Deposit, "I4", $"the voucher of channel {state.Channel} is above its deposit");
        Invariant.Require(state.Holds.Values.All(hold => !hold.Amount.IsNegative), "I5", "negative hold");
        var expected = state.ReceiptCount - state.Unsettled.Count;
        foreach (var posted in state.Unsettled)
            Invariant.Require(posted.Number == ++expected, "I6", "receipt numbers have a gap");
    }

    private static EndedHold? FindEnded(ChannelState state, JobId job) => state.Ended.Find(ended => ended.Job == job);

    private static ChannelState Release(ChannelState state, EndedHold ended) => state with
    {
        Holds = state.Holds.Remove(ended.Job),
        Ended = (state.Ended.Count >= EndedKept ? state.Ended.RemoveAt(0) : state.Ended).Add(ended),
    };

    private static Refusal? RequireOpen(ChannelState state) =>
        state.IsOpen ? null : new Refusal(RefusalCode.ChannelNotOpen, "This channel is not open here. Register it with its contract address first.");

    /// <summary>Opens the books of a channel that was seen on chain. Repeating it with the same facts changes nothing.</summary>
    public static Step<ChannelState> Open(ChannelState state, AccountAddress channel, AccountAddress client, HexBytes voucherKey, Nano deposit)
    {
        if (voucherKey.Length != 32) return Refuse(RefusalCode.ChannelMismatch, "A voucher key has 32 bytes.");
        if (state.IsOpen)
        {
            return state.Channel == channel && state.Client == client && state.VoucherKey == voucherKey
                ? ConfirmDeposit(state, deposit)
                : Refuse(RefusalCode.ChannelMismatch, $"Channel {channel} is open with another owner or voucher key.");
        }
        if (deposit.IsNegative) return Refuse(RefusalCode.AmountInvalid, "A deposit is never negative.");
        return To(state, state with { Channel = channel, Client = client, VoucherKey = voucherKey, Deposit = deposit });
    }

    /// <summary>Takes over the total deposited as confirmed on chain.</summary>
    public static Step<ChannelState> ConfirmDeposit(ChannelState state, Nano deposit)
    {
        if (RequireOpen(state) is { } closed) return Refuse(closed.Code, closed.Message);
        if (deposit == state.Deposit) return Step<ChannelState>.Stay(state);
        if (deposit < state.Deposit)
            return Refuse(RefusalCode.DepositShrank, $"The chain shows {deposit} deposited in {state.Channel}, less than the {state.Deposit} confirmed before.");
        return To(state, state with { Deposit = deposit });
    }
}
