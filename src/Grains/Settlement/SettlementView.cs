using Cocoon.Core.Money;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Settlement;

/// <summary>A shard at one moment.</summary>
/// <param name="Pending">Receipts waiting for a batch.</param>
/// <param name="PendingPay">What they earn their providers.</param>
/// <param name="Open">The batch on its way; null for none.</param>
/// <param name="NextSeqno">Id of the open or the next batch; every smaller one is confirmed.</param>
/// <param name="Fees">The market's share so far.</param>
/// <param name="ReceiptCount">Receipts taken so far.</param>
/// <param name="Accepted">Pay of all of them.</param>
/// <param name="Paid">Pay confirmed on chain.</param>
[GenerateSerializer, Immutable, Alias("cocoon.settlement-view")]
public sealed record SettlementView(
    [property: Id(0)] int Pending,
    [property: Id(1)] Nano PendingPay,
    [property: Id(2)] Batch? Open,
    [property: Id(3)] uint NextSeqno,
    [property: Id(4)] Nano Fees,
    [property: Id(5)] long ReceiptCount,
    [property: Id(6)] Nano Accepted,
    [property: Id(7)] Nano Paid)
{
    public static SettlementView From(SettlementState state) => new(
        state.Pending.Count,
        Sum(state.Pending.Select(line => line.Pay)),
        state.Open,
        state.NextSeqno,
        state.Fees,
        state.ReceiptCount,
        Sum(state.Providers.Values.Select(tally => tally.Accepted)),
        Sum(state.Providers.Values.Select(tally => tally.Paid)));

    private static Nano Sum(IEnumerable<Nano> amounts) => amounts.Aggregate(Nano.Zero, (sum, amount) => sum + amount);
}
