namespace Cocoon.Core.Audit;

/// <summary>
/// Checks the invariants I1 to I14 of design.md section 4 in a market's stored records: a second look that shares no
/// running total with the state machines. Every sum is added up again from the receipts, every root is computed anew. Pure.
/// </summary>
/// <remarks>
/// Records of different grains are written one after the other, so between two writes these are legal (docs/audit.md):
/// a receipt is in its channel's outbox and in settlement, until the acknowledgement is stored; a batch is archived and
/// still open, until its shard has closed it; a job is charged and not yet receipted; a hold or a lease belongs to a job
/// that does not know of it yet. What I8 (nothing acknowledged is lost) and I14 (a replay gives the same balances) ask for
/// cannot be seen in the records alone: the first needs <see cref="AuditScope.Clients"/>, the second is what adding up anew does.
/// </remarks>
public static class BooksAudit
{
    /// <returns>What is wrong, in the order of the checks; empty when the books are sound.</returns>
    public static IReadOnlyList<Finding> Check(Books books, AuditScope scope)
    {
        var findings = new FindingList();
        var index = new BooksIndex(books, findings);
        foreach (var (address, channel) in books.Channels)
        {
            ChannelAudit.Check(address, channel, index, scope, findings);
            OutboxAudit.Check(address, channel, index, scope, findings);
        }
        foreach (var (job, state) in books.Jobs) JobAudit.Check(job, state, index, findings);
        ReceiptAudit.Check(index, findings);
        foreach (var (address, provider) in books.Providers) ProviderAudit.Check(address, provider, scope, findings);
        foreach (var shard in index.Shards)
        {
            ShardAudit.Check(shard, index, findings);
            BatchAudit.Check(shard, scope, findings);
        }
        if (scope.Chain is { } chain) ChainAudit.Check(index, chain, scope.Quiet, findings);
        if (scope.Clients is { } clients) ClientAudit.Check(index, clients, findings);
        return findings.All;
    }
}
