using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Contracts;
using Cocoon.Ton.Messages;

namespace Cocoon.Ton.Channels;

/// <summary>The payment channel contract: deployment, messages and reading its data. Layouts: docs/contracts.md.</summary>
public static class ChannelContract
{
    /// <summary>Attached to a top-up for its fees; the rest comes back.</summary>
    public static readonly Nano TopUpFees = new(20_000_000);

    /// <summary>Attached to a claim for its fees; the rest goes to the vault with the money.</summary>
    public static readonly Nano ClaimFees = new(20_000_000);

    public static StateInit Init(ChannelTerms terms) => new(CompiledContract.Channel, new CellBuilder()
        .StoreCoins(Nano.Zero)          // deposited
        .StoreCoins(Nano.Zero)          // claimed
        .StoreUInt(0, 32)               // seqno
        .StoreBytes(terms.VoucherKey.ToArray())
        .StoreInt(terms.NetworkId, 32)
        .StoreAddress(terms.Vault)
        .StoreRef(new CellBuilder().StoreAddress(terms.Owner).StoreUInt(terms.Salt, 64).Build())
        .Build());

    /// <summary>A deposit; deploys the channel if <paramref name="init"/> is given.</summary>
    public static InternalMessage TopUp(AccountAddress channel, Nano amount, ulong queryId, StateInit? init = null)
    {
        var body = new CellBuilder().StoreUInt(Opcodes.TopUp, 32).StoreUInt(queryId, 64).StoreCoins(amount).Build();
        return new InternalMessage(channel, amount + TopUpFees, Bounce: true, body, init);
    }

    /// <summary>Collects a voucher; the sender pays the gas.</summary>
    public static InternalMessage Claim(SignedVoucher voucher, ulong queryId, int networkId)
    {
        var body = new CellBuilder()
            .StoreUInt(Opcodes.Claim, 32)
            .StoreUInt(queryId, 64)
            .StoreBytes(voucher.Signature.ToArray())
            .StoreRef(VoucherSigner.Cell(voucher.Voucher, networkId))
            .Build();
        return new InternalMessage(voucher.Voucher.Channel, ClaimFees, Bounce: true, body);
    }

    /// <summary>Reads an account's data as a channel; null when its code is not our channel.</summary>
    public static ChannelOnChain? Read(Cell code, Cell data)
    {
        if (!code.Equals(CompiledContract.Channel)) return null;
        var slice = data.BeginParse();
        var deposited = slice.LoadCoins();
        var claimed = slice.LoadCoins();
        var seqno = slice.LoadUInt32();
        var voucherKey = new HexBytes(slice.LoadBytes(32));
        var networkId = (int)slice.LoadInt(32);
        var vault = slice.LoadAddress();
        var owner = slice.LoadRef().BeginParse();
        var client = owner.LoadAddress();
        if (vault is null || client is null) throw new CellFormatException("A channel contract without vault or owner.");
        return new ChannelOnChain(new ChannelTerms(voucherKey, networkId, vault.Value, client.Value, owner.LoadUInt(64)), deposited, claimed, seqno);
    }
}
