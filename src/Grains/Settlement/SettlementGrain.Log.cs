using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Settlement;

public sealed partial class SettlementGrain
{
    [LoggerMessage(1401, LogLevel.Warning, "Batch {Seqno} could not go on ({Error}): {Reason} Trying again.")]
    private partial void LogChainFailed(uint seqno, string error, string reason);

    [LoggerMessage(1402, LogLevel.Error, "The vault took batch {Seqno} without paying it (transaction {Transaction}). It goes again under the next seqno.")]
    private partial void LogRejected(uint seqno, string transaction);

    [LoggerMessage(1403, LogLevel.Information, "Batch {Seqno} is on chain: {Receipts} receipts, {PaidNano} nano paid, transaction {Transaction}.")]
    private partial void LogConfirmed(uint seqno, int receipts, long paidNano, string transaction);
}
