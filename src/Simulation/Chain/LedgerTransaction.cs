using Cocoon.Core.Crypto;
using Cocoon.Ton.Client;

namespace Cocoon.Simulation.Chain;

/// <summary>A transaction and, through it, all before it. Immutable.</summary>
internal sealed class LedgerTransaction(TonTransaction transaction, LedgerTransaction? previous)
{
    private static readonly HexBytes NoHash = new(new byte[32]);

    public TonTransaction Transaction { get; } = transaction;

    public LedgerTransaction? Previous { get; } = previous;

    public TransactionId Id { get; } = new(transaction.Lt, transaction.Hash);

    public static HexBytes HashOf(LedgerTransaction? transaction) => transaction?.Transaction.Hash ?? NoHash;
}
