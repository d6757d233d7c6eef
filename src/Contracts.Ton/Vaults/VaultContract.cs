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
    /// <summary>Gas that a batch of any size uses, in units, from above; contracts/ holds the measured figure below it.</summary>
    public const ulong BatchGas = 2_000;

    /// <summary>Attached to a message of the owner or of a provider; what is left comes back, or goes to the provider with its draw.</summary>
    public static readonly Nano MessageFees = new(50_000_000);

    public static StateInit Init(VaultTerms terms) => new(CompiledContract.Vault, new CellBuilder()
        .StoreBytes(terms.Domain.ToArray())
        .StoreUInt(0, 32)               // seqno
        .StoreRef(Roots(new byte[32], new byte[32]))
        .StoreBytes(terms.OperatorKey.ToArray())
        .StoreRef(new CellBuilder()
            .StoreAddress(terms.Owner)
            .StoreUInt(terms.ExitDelay, 32)
            .StoreBytes(new byte[32])   // paused key
            .StoreUInt(0, 32)           // exit seqno
            .StoreUInt(0, 32)           // exit at
            .StoreMaybeRef(null)        // drawn
            .StoreInt(terms.NetworkId, 32)
            .StoreUInt(terms.Timelock, 32)
            .StoreUInt(0, 8)            // count of pending changes
            .StoreMaybeRef(null)        // pending changes
            .Build())
        .Build());

    /// <summary>The external message that pays a batch.</summary>
    public static Cell CreateBatch(AccountAddress vault, PayoutBatch batch, SigningKey operatorKey, IEd25519 ed25519)
    {
        // By it every provider can tell which batch paid.
        var notice = new CellBuilder().StoreUInt(Opcodes.PayoutNotice, 32).StoreUInt(batch.Seqno, 32).Build();
        var payouts = batch.Payouts.Select(payout => new InternalMessage(payout.Provider, payout.Amount, Bounce: false, notice) { InlineBody = true }).ToList();
        var signed = new CellBuilder()
            .StoreBytes(batch.Domain.ToArray())
            .StoreUInt(batch.Seqno, 32)
            .StoreUInt(batch.ValidUntil, 32)
            .StoreCoins(batch.Required)
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
        return signed is { BitsLeft: >= (VaultTerms.DomainBytes * 8) + 64, RefsLeft: 2 } ? signed.SkipBits(VaultTerms.DomainBytes * 8).LoadUInt32() : null;
    }

    /// <summary>The roots that an external message's body carries; null when it is no batch.</summary>
    public static BatchRoots? BatchRoots(Cell body)
    {
        if (BatchSeqno(body) is null || body.Refs[0].Refs[0] is not { BitLength: 512 } roots) return null;
        var slice = roots.BeginParse();
        return new BatchRoots(new HexBytes(slice.LoadBytes(32)), new HexBytes(slice.LoadBytes(32)));
    }

    /// <summary>Reads an account's data as a vault; null when its code is not our vault.</summary>
    public static VaultOnChain? Read(Cell code, Cell data)
    {
        if (!code.Equals(CompiledContract.Vault)) return null;
        var slice = data.BeginParse();
        var domain = new HexBytes(slice.LoadBytes(VaultTerms.DomainBytes));
        var seqno = slice.LoadUInt32();
        var roots = slice.LoadRef().BeginParse();
        var operatorKey = new HexBytes(slice.LoadBytes(32));
        var admin = slice.LoadRef().BeginParse();
        var owner = admin.LoadAddress() ?? throw new CellFormatException("A vault without an owner.");
        var exitDelay = admin.LoadUInt32();
        var pausedKey = admin.LoadBytes(32);
        var paused = pausedKey.AsSpan().ContainsAnyExcept((byte)0);
        var (exitSeqno, exitAt, drawn) = (admin.LoadUInt32(), admin.LoadUInt32(), admin.LoadMaybeRef());
        return new VaultOnChain(
            domain, seqno, paused ? new HexBytes(pausedKey) : operatorKey, paused,
            new HexBytes(roots.LoadBytes(32)), new HexBytes(roots.LoadBytes(32)),
            (int)admin.LoadInt(32), owner, Timelock: admin.LoadUInt32(), exitDelay,
            exitAt != 0 && exitSeqno == seqno ? exitAt + exitDelay : null, drawn);
    }

    private static Cell Roots(byte[] receiptRoot, byte[] earningsRoot) =>
        new CellBuilder().StoreBytes(receiptRoot).StoreBytes(earningsRoot).Build();
}
