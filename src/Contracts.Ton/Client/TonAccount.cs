using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Client;

/// <summary>An account at one moment.</summary>
/// <param name="Balance">Coins.</param>
/// <param name="Status">Whether it has code.</param>
/// <param name="Code">Null unless active.</param>
/// <param name="Data">Null unless active.</param>
/// <param name="LastLt">Logical time of its last transaction; 0 for none.</param>
/// <param name="SyncTime">The chain's clock at this answer, unix seconds.</param>
public sealed record TonAccount(Nano Balance, TonAccountStatus Status, Cell? Code, Cell? Data, ulong LastLt, uint SyncTime)
{
    /// <summary>Its last transaction, with hash; null for none, and when the node does not tell the hash.</summary>
    public TransactionId? LastTransaction { get; init; }
}
