using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;
using Cocoon.Ton.Client;
using Cocoon.Ton.Vaults;

namespace Cocoon.Silo.Chain;

public sealed partial class TonMarketChain
{
    public async Task<PayoutSighting> FindPayout(int shard, Batch batch, CancellationToken cancellationToken)
    {
        var seqno = (await RequireVault(shard, cancellationToken)).Seqno;
        if (seqno <= batch.Seqno) return PayoutSighting.NotSeen;
        // Backwards from the newest: each batch and each draw used up one seqno.
        await foreach (var transaction in Newest(shard, cancellationToken))
        {
            if (!UsesSeqno(transaction)) continue;
            if (--seqno > batch.Seqno) continue;
            if (!transaction.In!.IsExternal) return new PayoutSighting(PayoutFate.UsedByDraw, transaction.Hash);
            // The seqno alone does not make it ours: what else may have been paid under it is for a person to find out.
            if (VaultContract.BatchRoots(transaction.In.Body) != new BatchRoots(batch.ReceiptRoot, batch.EarningsRoot))
                throw new TonClientException(TonFailure.BadAnswer, $"The vault took another batch under seqno {batch.Seqno} (transaction {transaction.Hash}). Is a second operator or an old copy of the state running?");
            var isWhole = transaction.ActionsSucceeded && transaction.Out.Count == batch.Payouts.Count;
            return new PayoutSighting(isWhole ? PayoutFate.Paid : PayoutFate.Rejected, transaction.Hash);
        }
        throw new TonClientException(TonFailure.BadAnswer, $"The vault is past batch {batch.Seqno}, but the batch is not among its last {Transactions.SearchDepth} transactions.");
    }

    private static bool UsesSeqno(TonTransaction transaction) => transaction is { ComputeSucceeded: true, ActionsSucceeded: true, In: { Bounced: false } message }
        && (message.IsExternal || VaultMessage.Read(message.Body) is VaultMessage.DrawEarnings);

    private IAsyncEnumerable<TonTransaction> Newest(int shard, CancellationToken cancellationToken) => Transactions.Newest(client, market.Vaults[shard], cancellationToken);
}
