using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain.Models;

/// <summary>contracts/src/channel.tolk, branch by branch.</summary>
public sealed partial class ChannelModel : IContractModel
{
    private const int Signature = 40;
    private const int Network = 41;
    private const int Channel = 42;
    private const int AboveDeposit = 43;
    private const int NothingNew = 45;
    private const int ValueTooSmall = 46;
    private const int NotFromVault = 47;
    private const int NotOwner = 48;
    private const int Closing = 49;
    private const int TooEarly = 50;
    private const int Expired = 51;
    private const int MarketSignature = 52;
    private const int WeakKey = 53;
    private const int UnknownMessage = 0xffff;

    /// <summary>A contract without a handler for messages from outside.</summary>
    private const int NoHandler = 11;

    private const ulong ClaimGas = 5_000;
    private const ulong BounceGas = 4_000;
    private const ulong TopUpGas = 5_000;
    private const ulong ClosedBits = 14_000;
    private const ulong ClosedCells = 30;
    private const ulong ClosedRentSeconds = 5 * 365 * 86_400;
    private const int QueryBits = 96;
    private const int SignatureBits = 512;

    public string Name => "channel";

    public ContractOutcome Run(ContractCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.Message.IsExternal) return ContractOutcome.Thrown(NoHandler);
        try
        {
            return Answer(call, call.Message.Body.BeginParse());
        }
        catch (CellFormatException)
        {
            return ContractOutcome.Thrown(VmExit.CellUnderflow, accepted: true);
        }
    }

    private static ContractOutcome Answer(ContractCall call, CellSlice body)
    {
        switch (body.PeekUInt32())
        {
            case Tags.Claim:
                return Claim(call, body);
            case Tags.TopUp:
                return TopUp(call, body);
            default:
                if (body.BitsLeft < QueryBits) return Throw(UnknownMessage);
                return call.Message.Bounced ? TakeBack(call, body) : Others(call, body);
        }
    }

    private static ContractOutcome Claim(ContractCall call, CellSlice body)
    {
        var channel = ChannelStorage.Of(call.Data);
        var queryId = body.SkipBits(32).LoadUInt(64);
        var voucherCell = body.LoadRef();
        if (!IsSigned(call, voucherCell, body.LoadBytes(SignatureBits / 8), channel.VoucherKey)) return Throw(Signature);
        var voucher = voucherCell.BeginParse();
        if (!voucher.TryTag(Tags.Voucher)) return Throw(VmExit.WrongPrefix);
        var (named, amount) = (voucher.LoadAccount(), voucher.LoadAmount());
        if (named != call.Self) return Throw(Channel);
        if (amount > (UInt128)channel.Limit.Value) return Throw(AboveDeposit);
        var total = new Nano((long)amount);
        if (total <= channel.Claimed) return Throw(NothingNew);
        var fees = call.Prices.GasFee(ClaimGas + BounceGas).Value + 3 * call.Message.ForwardFee.Value;
        if (call.Message.Value.Value < fees) return Throw(ValueTooSmall);
        return ContractOutcome.Done(
            (channel with { Claimed = total }).ToCell(),
            Replies.ClaimPaid(channel.Vault, total - channel.Claimed, queryId, SendModes.CarryRest));
    }

    private static ContractOutcome TopUp(ContractCall call, CellSlice body)
    {
        var channel = ChannelStorage.Of(call.Data);
        var queryId = body.SkipBits(32).LoadUInt(64);
        var amount = body.LoadAmount();
        if (channel.CloseAt is not null) return Throw(Closing);
        if (channel.NetworkId != call.NetworkId) return Throw(Network);
        var fees = call.Prices.GasFee(TopUpGas) + call.Prices.ForwardFee(0, 0);
        if ((UInt128)call.Message.Value.Value < amount + (UInt128)fees.Value) return Throw(ValueTooSmall);
        var added = new Nano((long)amount);
        return ContractOutcome.Done(
            (channel with { Limit = channel.Limit + added }).ToCell(),
            new OutAction.Reserve(call.Balance - call.Message.Value + added, AtMost: false),
            Replies.Excesses(call.Message.Source!.Value, queryId, SendModes.CarryBalance));
    }

    private static ContractOutcome TakeBack(ContractCall call, CellSlice body)
    {
        var channel = ChannelStorage.Of(call.Data);
        if (call.Message.Source != channel.Vault) return Throw(NotFromVault);
        if (!body.SkipBits(32).TryTag(Tags.ClaimPaid)) return Throw(VmExit.WrongPrefix);
        var amount = body.SkipBits(64).LoadAmount();
        if (amount > (UInt128)channel.Claimed.Value) return Throw(VmExit.RangeCheck);
        return ContractOutcome.Done((channel with { Claimed = channel.Claimed - new Nano((long)amount) }).ToCell());
    }

    private static bool IsSigned(ContractCall call, Cell signed, byte[] signature, byte[] key) => call.Ed25519.Verify(key, signed.Hash, signature);

    private static ContractOutcome Throw(int exitCode) => ContractOutcome.Thrown(exitCode, accepted: true);
}
