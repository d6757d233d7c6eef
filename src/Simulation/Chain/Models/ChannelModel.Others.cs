using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain.Models;

/// <summary>What is asked of a channel less often than claims and deposits.</summary>
public sealed partial class ChannelModel
{
    private static ContractOutcome Others(ContractCall call, CellSlice body)
    {
        var channel = ChannelStorage.Of(call.Data);
        var opcode = body.LoadUInt32();
        var queryId = body.LoadUInt(64);
        return opcode switch
        {
            Tags.Withdraw => Withdraw(call, channel, queryId, body),
            Tags.CloseTogether => CloseTogether(call, channel, queryId, body),
            Tags.FinishClose => channel.CloseAt is { } closeAt && call.Now >= closeAt ? Close(call, channel, (UInt128)channel.Claimed.Value, queryId) : Throw(TooEarly),
            Tags.StartClose => StartClose(call, channel, queryId),
            Tags.ChangeVoucherKey => ChangeVoucherKey(call, channel, queryId, body),
            Tags.ApplyVoucherKey => ApplyVoucherKey(call, channel, queryId),
            _ => Throw(UnknownMessage),
        };
    }

    private static ContractOutcome StartClose(ContractCall call, ChannelStorage channel, ulong queryId)
    {
        if (call.Message.Source != channel.Owner) return Throw(NotOwner);
        if (channel.CloseAt is not null) return Throw(Closing);
        return Time(call, channel.Grace) is { } closeAt ? Acknowledge(call, channel with { CloseAt = closeAt }, queryId) : Throw(VmExit.RangeCheck);
    }

    private static ContractOutcome ChangeVoucherKey(ContractCall call, ChannelStorage channel, ulong queryId, CellSlice body)
    {
        if (call.Message.Source != channel.Owner) return Throw(NotOwner);
        var key = body.LoadBytes(32);
        if (SmallOrderKeys.Contains(key)) return Throw(WeakKey);
        if (key.AsSpan().SequenceEqual(channel.VoucherKey)) return Acknowledge(call, channel with { NextKey = null }, queryId);
        return Time(call, channel.Grace) is { } at ? Acknowledge(call, channel with { NextKey = (key, at) }, queryId) : Throw(VmExit.RangeCheck);
    }

    private static ContractOutcome ApplyVoucherKey(ContractCall call, ChannelStorage channel, ulong queryId) =>
        channel.NextKey is { } next && call.Now >= next.At
            ? Acknowledge(call, channel with { VoucherKey = next.Key, NextKey = null }, queryId)
            : Throw(TooEarly);

    private static ContractOutcome Withdraw(ContractCall call, ChannelStorage channel, ulong queryId, CellSlice body)
    {
        if (call.Message.Source != channel.Owner) return Throw(NotOwner);
        var signature = body.LoadBytes(SignatureBits / 8);
        var permitCell = body.LoadRef();
        if (!IsSigned(call, permitCell, signature, channel.MarketKey)) return Throw(MarketSignature);
        var permit = permitCell.BeginParse();
        if (!permit.TryTag(Tags.WithdrawPermit)) return Throw(VmExit.WrongPrefix);
        var (named, total, validUntil) = (permit.LoadAccount(), permit.LoadAmount(), permit.LoadUInt32());
        permit.RequireEnd();
        if (named != call.Self) return Throw(Channel);
        if (call.Now > validUntil) return Throw(Expired);
        if (channel.IsClosed) return Throw(Closing);
        if (total <= (UInt128)channel.Withdrawn.Value) return Throw(NothingNew);
        if (total - (UInt128)channel.Withdrawn.Value > (UInt128)(channel.Limit - channel.Claimed).Value) return Throw(AboveDeposit);
        var amount = new Nano((long)total) - channel.Withdrawn;
        return ContractOutcome.Done(
            (channel with { Limit = channel.Limit - amount, Withdrawn = channel.Withdrawn + amount }).ToCell(),
            Replies.Refund(channel.Owner, amount, queryId, SendModes.CarryRest));
    }

    private static ContractOutcome CloseTogether(ContractCall call, ChannelStorage channel, ulong queryId, CellSlice body)
    {
        var clientSignature = body.LoadBytes(SignatureBits / 8);
        var (marketCell, agreementCell) = (body.LoadRef(), body.LoadRef());
        if (!IsSigned(call, agreementCell, clientSignature, channel.VoucherKey)) return Throw(Signature);
        var market = marketCell.BeginParse();
        var marketSignature = market.LoadBytes(SignatureBits / 8);
        market.RequireEnd();
        if (!IsSigned(call, agreementCell, marketSignature, channel.MarketKey)) return Throw(MarketSignature);
        var agreement = agreementCell.BeginParse();
        if (!agreement.TryTag(Tags.CloseAgreement)) return Throw(VmExit.WrongPrefix);
        var (named, amount) = (agreement.LoadAccount(), agreement.LoadAmount());
        agreement.RequireEnd();
        return named == call.Self ? Close(call, channel, amount, queryId) : Throw(Channel);
    }

    private static ContractOutcome Close(ContractCall call, ChannelStorage channel, UInt128 final, ulong queryId)
    {
        if (channel.IsClosed) return Throw(Closing);
        if (final < (UInt128)channel.Claimed.Value) return Throw(NothingNew);
        if (final > (UInt128)channel.Limit.Value) return Throw(AboveDeposit);
        var total = new Nano((long)final);
        var increment = total - channel.Claimed;
        var ended = channel with
        {
            Limit = total, Claimed = total, Withdrawn = channel.Withdrawn + channel.Limit - total,
            CloseAt = call.Now, IsClosed = true, NextKey = null,
        };
        var keep = new OutAction.Reserve(call.Prices.StorageFee(ClosedBits, ClosedCells, ClosedRentSeconds), AtMost: true);
        var refund = Replies.Refund(channel.Owner, Nano.Zero, queryId, SendModes.CarryBalance);
        return increment.IsPositive
            ? ContractOutcome.Done(ended.ToCell(), Replies.ClaimPaid(channel.Vault, increment, queryId, SendModes.PayFeesSeparately), keep, refund)
            : ContractOutcome.Done(ended.ToCell(), keep, refund);
    }

    private static ContractOutcome Acknowledge(ContractCall call, ChannelStorage after, ulong queryId) =>
        ContractOutcome.Done(after.ToCell(), Replies.Acknowledge(call.Message.Source!.Value, queryId));

    /// <summary>Some seconds from now; null when that is no time of 32 bits.</summary>
    private static uint? Time(ContractCall call, uint delay) => (ulong)call.Now + delay is <= uint.MaxValue and var time ? (uint)time : null;
}
