using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Settlement;

public sealed partial class SettlementGrain
{
    [LoggerMessage(1401, LogLevel.Warning, "Settlement {Shard} could not go on with batch {Seqno} ({Error}): {Reason} Trying again.")]
    private partial void LogChainFailed(int shard, uint seqno, string error, string reason);

    [LoggerMessage(1402, LogLevel.Error, "The vault of settlement {Shard} took batch {Seqno} without paying it (transaction {Transaction}). It goes again under the next seqno.")]
    private partial void LogRejected(int shard, uint seqno, string transaction);

    [LoggerMessage(1403, LogLevel.Information, "Batch {Seqno} of settlement {Shard} is on chain: {Receipts} receipts, {PaidNano} nano paid, transaction {Transaction}.")]
    private partial void LogConfirmed(int shard, uint seqno, int receipts, long paidNano, string transaction);

    [LoggerMessage(1404, LogLevel.Error, "Books and chain of settlement {Shard} differ: {Difference}. No new batch until that is resolved (docs/settlement.md).")]
    private partial void LogDifference(int shard, Difference difference);

    [LoggerMessage(1406, LogLevel.Information, "Settlement {Shard} put the reputations of epoch {Epoch} on chain: transaction {Transaction}.")]
    private partial void LogAnchored(int shard, long epoch, string transaction);

    [LoggerMessage(1405, LogLevel.Warning, "{Count} providers drew earnings by proof from the vault of settlement {Shard}. The books follow.")]
    private partial void LogDraws(int shard, int count);

    [LoggerMessage(1407, LogLevel.Warning, "Settlement {Shard} sends no claim and no anchor: its wallet {Wallet} holds {Balance} and they take {Needed}. Send it {Missing} more; it goes on by itself, within {Seconds} s.")]
    private partial void LogPoor(int shard, AccountAddress wallet, Nano balance, Nano needed, Nano missing, int seconds);
}
