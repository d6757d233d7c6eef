using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Contracts;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;

namespace Cocoon.Ton.Vaults;

/// <summary>The vault contract: deployment, signed batches and reading its data. Layouts: docs/contracts.md.</summary>
public static class VaultContract
{
    /// <param name="operatorKey">Ed25519 key that signs batches, 32 bytes.</param>
    /// <param name="networkId">Global id of the network.</param>
    /// <param name="owner">The market's wallet.</param>
    public static StateInit Init(HexBytes operatorKey, int networkId, AccountAddress owner) => new(CompiledContract.Vault, new CellBuilder()
        .StoreUInt(0, 32)               // seqno
        .StoreRef(Roots(new byte[32], new byte[32]))
        .StoreBytes(operatorKey.ToArray())
        .StoreInt(networkId, 32)
        .StoreAddress(owner)
        .Build());

    /// <summary>The external message that pays a batch.</summary>
    public static Cell CreateBatch(AccountAddress vault, PayoutBatch batch, int networkId, SigningKey operatorKey, IEd25519 ed25519)
    {
        // One body for all: every provider can tell by it which batch paid, and equal cells are paid for once.
        var notice = new CellBuilder().StoreUInt(Opcodes.PayoutNotice, 32).StoreUInt(batch.Seqno, 64).Build();
        var payouts = batch.Payouts.Select(payout => new InternalMessage(payout.Provider, payout.Amount, Bounce: false, notice)).ToList();
        var signed = new CellBuilder()
            .StoreUInt(Opcodes.Batch, 32)
            .StoreInt(networkId, 32)
            .StoreAddress(vault)
            .StoreUInt(batch.Seqno, 32)
            .StoreUInt(batch.ValidUntil, 32)
            .StoreCoins(batch.Payouts.Aggregate(Nano.Zero, (sum, payout) => sum + payout.Amount))
            .StoreUInt((ulong)batch.Payouts.Count, 8)
            .StoreRef(Roots(batch.ReceiptRoot.ToArray(), batch.EarningsRoot.ToArray()))
            .StoreRef(OutList.Create(payouts, SendMode.PayFeesSeparately))
            .Build();
        var body = new CellBuilder().StoreBytes(ed25519.Sign(operatorKey, signed.Hash)).StoreRef(signed).Build();
        return ExternalMessage.Create(vault, body);
    }

    /// <summary>The seqno of the batch that an external message's body carries; null when it is no batch.</summary>
    public static uint? BatchSeqno(Cell body)
    {
        if (body.BitLength != 512 || body.Refs.Count != 1) return null;
        var signed = body.Refs[0].BeginParse();
        if (signed.PeekUInt32() != Opcodes.Batch) return null;
        signed.SkipBits(64);
        signed.LoadAddress();
        return signed.LoadUInt32();
    }

    /// <summary>Reads an account's data as a vault; null when its code is not our vault.</summary>
    public static VaultOnChain? Read(Cell code, Cell data)
    {
        if (!code.Equals(CompiledContract.Vault)) return null;
        var slice = data.BeginParse();
        var seqno = slice.LoadUInt32();
        var roots = slice.LoadRef().BeginParse();
        return new VaultOnChain(seqno, new HexBytes(slice.LoadBytes(32)), (int)slice.LoadInt(32),
            new HexBytes(roots.LoadBytes(32)), new HexBytes(roots.LoadBytes(32)));
    }

    private static Cell Roots(byte[] receiptRoot, byte[] earningsRoot) =>
        new CellBuilder().StoreBytes(receiptRoot).StoreBytes(earningsRoot).Build();
}
