using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Contracts;

namespace Cocoon.Ton.Channels;

/// <summary>The body of a message to or from a channel. Layouts: docs/contracts.md.</summary>
/// <param name="QueryId">Chosen by the sender of the first message; repeated in all that follow from it.</param>
public abstract record ChannelMessage(ulong QueryId)
{
    private const int SignatureBytes = 64;

    /// <summary>To a channel: add <paramref name="Amount"/> to the deposit.</summary>
    public sealed record TopUp(ulong QueryId, Nano Amount) : ChannelMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.TopUp).StoreCoins(Amount).Build();
    }

    /// <summary>To a channel: collect a voucher.</summary>
    public sealed record Claim(ulong QueryId, SignedVoucher Voucher) : ChannelMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Claim).StoreBytes(Voucher.Signature.ToArray()).StoreRef(VoucherSigner.Cell(Voucher.Voucher)).Build();
    }

    /// <summary>To a channel: close now, as both sides have signed (<see cref="ChannelAgreements.Close"/>).</summary>
    public sealed record CloseTogether(ulong QueryId, HexBytes ClientSignature, HexBytes MarketSignature, Cell Agreement) : ChannelMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.CloseTogether)
            .StoreBytes(ClientSignature.ToArray())
            .StoreRef(new CellBuilder().StoreBytes(MarketSignature.ToArray()).Build())
            .StoreRef(Agreement)
            .Build();
    }

    /// <summary>Owner to channel: begin to close alone.</summary>
    public sealed record StartClose(ulong QueryId) : ChannelMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.StartClose).Build();
    }

    /// <summary>To a channel, after the grace: pay the owner all that was not claimed.</summary>
    public sealed record FinishClose(ulong QueryId) : ChannelMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.FinishClose).Build();
    }

    /// <summary>Owner to channel: take back what the market has released (<see cref="ChannelAgreements.Withdrawal"/>).</summary>
    public sealed record Withdraw(ulong QueryId, HexBytes MarketSignature, Cell Permit) : ChannelMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Withdraw).StoreBytes(MarketSignature.ToArray()).StoreRef(Permit).Build();
    }

    /// <summary>Owner to channel: announce another voucher key. The present one cancels.</summary>
    public sealed record ChangeVoucherKey(ulong QueryId, HexBytes NewKey) : ChannelMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.ChangeVoucherKey).StoreBytes(NewKey.ToArray()).Build();
    }

    /// <summary>To a channel, after the grace: the announced voucher key takes effect.</summary>
    public sealed record ApplyVoucherKey(ulong QueryId) : ChannelMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.ApplyVoucherKey).Build();
    }

    /// <summary>Channel to vault: what a claim collected.</summary>
    public sealed record ClaimPaid(ulong QueryId, Nano Amount) : ChannelMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.ClaimPaid).StoreCoins(Amount).Build();
    }

    /// <summary>Channel to owner, with money.</summary>
    public sealed record Refund(ulong QueryId) : ChannelMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Refund).Build();
    }

    /// <summary>The surplus of a message, back to its sender.</summary>
    public sealed record Excesses(ulong QueryId) : ChannelMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Excesses).Build();
    }

    public abstract Cell ToCell();

    /// <summary>Reads a body; null for one that is none of these.</summary>
    /// <exception cref="CellFormatException">The opcode is ours, the rest does not fit its layout.</exception>
    public static ChannelMessage? Read(Cell body)
    {
        var slice = body.BeginParse();
        if (slice.PeekUInt32() is not { } opcode || !IsOurs(opcode)) return null;
        var queryId = slice.SkipBits(32).LoadUInt(64);
        return opcode switch
        {
            Opcodes.TopUp => new TopUp(queryId, slice.LoadCoins()),
            Opcodes.Claim => new Claim(queryId, ReadVoucher(Signature(slice), slice.LoadRef())),
            Opcodes.CloseTogether => new CloseTogether(queryId, Signature(slice), Signature(slice.LoadRef().BeginParse()), slice.LoadRef()),
            Opcodes.StartClose => new StartClose(queryId),
            Opcodes.FinishClose => new FinishClose(queryId),
            Opcodes.Withdraw => new Withdraw(queryId, Signature(slice), slice.LoadRef()),
            Opcodes.ChangeVoucherKey => new ChangeVoucherKey(queryId, new HexBytes(slice.LoadBytes(32))),
            Opcodes.ApplyVoucherKey => new ApplyVoucherKey(queryId),
            Opcodes.ClaimPaid => new ClaimPaid(queryId, slice.LoadCoins()),
            Opcodes.Refund => new Refund(queryId),
            _ => new Excesses(queryId),
        };
    }

    private static bool IsOurs(uint opcode) => opcode is Opcodes.TopUp or Opcodes.Claim or Opcodes.ClaimPaid or Opcodes.Excesses
        or (>= Opcodes.CloseTogether and <= Opcodes.ApplyVoucherKey);

    private static SignedVoucher ReadVoucher(HexBytes signature, Cell cell)
    {
        var slice = cell.BeginParse();
        if (slice.LoadUInt32() != Opcodes.Voucher || slice.LoadAddress() is not { } channel) throw new CellFormatException("A claim without a voucher.");
        return new SignedVoucher(new Voucher(channel, slice.LoadCoins(), slice.LoadUInt32()), signature);
    }

    private static HexBytes Signature(CellSlice slice) => new(slice.LoadBytes(SignatureBytes));

    private CellBuilder Begin(uint opcode) => new CellBuilder().StoreUInt(opcode, 32).StoreUInt(QueryId, 64);
}
