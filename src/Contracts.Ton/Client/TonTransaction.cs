using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Client;

/// <summary>A transaction, read from its own cell rather than from what a server says about it.</summary>
/// <param name="Hash">Hash of the transaction's cell.</param>
/// <param name="Lt">Logical time.</param>
/// <param name="Time">Unix seconds.</param>
/// <param name="Fees">All fees of this transaction: storage, gas, and the sending side of its messages.</param>
/// <param name="In">The message that caused it; null for none.</param>
/// <param name="Out">The messages it sent.</param>
/// <param name="ComputeSucceeded">The contract ran and ended well; false too when it did not run.</param>
/// <param name="ActionsSucceeded">Everything it decided to send was sent.</param>
/// <param name="ExitCode">Exit code of the contract; 0 when it did not run.</param>
public sealed record TonTransaction(
    HexBytes Hash, ulong Lt, uint Time, Nano Fees, TonMessage? In, IReadOnlyList<TonMessage> Out,
    bool ComputeSucceeded, bool ActionsSucceeded, int ExitCode)
{
    /// <summary>The rent of the account that this transaction collected; part of <see cref="Fees"/>.</summary>
    public Nano StorageFees { get; init; }

    /// <summary>The account's transaction before this one; null for its first.</summary>
    public TransactionId? Previous { get; init; }

    /// <summary>Gas that the contract used; 0 when it did not run.</summary>
    public ulong GasUsed { get; init; }

    /// <summary>The transaction's own cell.</summary>
    public required Cell Cell { get; init; }

    /// <summary>
    /// What this transaction did to the account's balance, to the nano: the value that came in, less the value and the
    /// forward fees that went out, less the fees.
    /// </summary>
    public Nano BalanceChange =>
        Out.Aggregate((In?.Value ?? Nano.Zero) - Fees, (left, message) => left - message.Value - message.ForwardFee);

    /// <summary>Source: TL-B block.tlb, Transaction and TransactionDescr.</summary>
    public static TonTransaction Parse(Cell cell)
    {
        var slice = cell.BeginParse();
        if (slice.LoadUInt(4) != 0b0111) throw new CellFormatException("Not a transaction.");
        slice.SkipBits(256); // account
        var lt = slice.LoadUInt(64);
        var previousHash = slice.LoadBytes(32);
        var previousLt = slice.LoadUInt(64);
        var time = slice.LoadUInt32();
        slice.SkipBits(15 + 2 + 2); // message count, statuses
        var messages = slice.LoadRef().BeginParse();
        var incoming = messages.LoadMaybeRef();
        var outgoing = HashmapReader.Entries(messages.LoadMaybeRef(), 15).Select(entry => TonMessage.Parse(entry.Value.LoadRef())).ToList();
        var fees = slice.LoadCurrencies();
        slice.LoadRef(); // state update
        var (rent, computed, acted, exitCode, gasUsed) = Description(slice.LoadRef().BeginParse());
        return new TonTransaction(new HexBytes(cell.Hash), lt, time, fees, incoming is null ? null : TonMessage.Parse(incoming), outgoing, computed, acted, exitCode)
        {
            Previous = previousLt == 0 ? null : new TransactionId(previousLt, new HexBytes(previousHash)), GasUsed = gasUsed, StorageFees = rent, Cell = cell,
        };
    }

    private static (Nano Rent, bool Computed, bool Acted, int ExitCode, ulong GasUsed) Description(CellSlice slice)
    {
        // Only ordinary transactions touch our accounts; the others have no compute phase of interest.
        if (slice.LoadUInt(4) != 0) return (Nano.Zero, false, false, 0, 0);
        slice.SkipBits(1); // credit_first
        var rent = slice.LoadBit() ? StoragePhase(slice) : Nano.Zero;
        if (slice.LoadBit())
        {
            slice.LoadMaybeCoins(); // due fees
            slice.LoadCurrencies();
        }
        var (computed, exitCode, gasUsed) = ComputePhase(slice);
        var actions = slice.LoadMaybeRef();
        return (rent, computed, computed && actions is not null && actions.BeginParse().LoadBit(), exitCode, gasUsed);
    }

    private static Nano StoragePhase(CellSlice slice)
    {
        var collected = slice.LoadCoins();
        slice.LoadMaybeCoins();
        if (slice.LoadBit()) slice.SkipBits(1); // status change: '0', '10' or '11'
        return collected;
    }

    private static (bool Succeeded, int ExitCode, ulong GasUsed) ComputePhase(CellSlice slice)
    {
        if (!slice.LoadBit())
        {
            // Skipped; the reason takes two bits, or three when it is '110'.
            if (slice.LoadUInt(2) == 0b11) slice.SkipBits(1);
            return (false, 0, 0);
        }
        var succeeded = slice.LoadBit();
        slice.SkipBits(2); // state used, account activated
        slice.LoadCoins(); // gas fees
        var details = slice.LoadRef().BeginParse();
        var gasUsed = details.LoadUInt((int)details.LoadUInt(3) * 8);
        SkipVarUInt7(details); // gas limit
        if (details.LoadBit()) details.SkipBits((int)details.LoadUInt(2) * 8); // gas credit
        details.SkipBits(8); // mode
        return (succeeded, (int)details.LoadInt(32), gasUsed);
    }

    private static void SkipVarUInt7(CellSlice slice) => slice.SkipBits((int)slice.LoadUInt(3) * 8);
}
