using System.Collections.Immutable;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Settlement;

/// <summary>A shard at one moment.</summary>
/// <param name="Shard">Its number.</param>
/// <param name="Pending">Receipts waiting for a batch.</param>
/// <param name="PendingPay">What they earn their providers.</param>
/// <param name="Open">The batch on its way; null for none.</param>
/// <param name="NextSeqno">Id of the open or the next batch; every smaller one is confirmed.</param>
/// <param name="Fees">The market's share so far, less bonuses.</param>
/// <param name="ReceiptCount">Receipts taken so far.</param>
/// <param name="Accepted">Pay of all of them.</param>
/// <param name="Paid">Pay confirmed on chain, by batches and by proofs.</param>
/// <param name="Unclaimed">Signed by clients and not yet claimed.</param>
/// <param name="Differences">Where books and chain differ.</param>
/// <param name="Costs">Network fees at present; null before the chain was first asked.</param>
[GenerateSerializer, Immutable, Alias("cocoon.settlement-view")]
public sealed record SettlementView(
    [property: Id(0)] int Shard,
    [property: Id(1)] int Pending,
    [property: Id(2)] Nano PendingPay,
    [property: Id(3)] Batch? Open,
    [property: Id(4)] uint NextSeqno,
    [property: Id(5)] Nano Fees,
    [property: Id(6)] long ReceiptCount,
    [property: Id(7)] Nano Accepted,
    [property: Id(8)] Nano Paid,
    [property: Id(9)] Nano Unclaimed,
    [property: Id(10)] ImmutableList<Difference> Differences,
    [property: Id(11)] SettlementCosts? Costs)
{
    /// <summary>Of the pay, what the market gave out of its share.</summary>
    [Id(12)] public Nano Bonuses { get; init; }

    /// <summary>The wallet that claims and anchors, while it holds too little for what waits to be sent; null otherwise.</summary>
    [Id(13)] public WalletPurse? Purse { get; init; }

    public static SettlementView From(int shard, SettlementState state, SettlementCosts? costs, WalletPurse? purse) => new(
        shard,
        state.Pending.Count,
        Sum(state.Pending.Select(line => line.Pay)),
        state.Open,
        state.NextSeqno,
        state.Fees,
        state.ReceiptCount,
        Sum(state.Providers.Values.Select(tally => tally.Accepted)),
        Sum(state.Providers.Values.Select(tally => tally.Paid + tally.Drawn)),
        Sum(state.Channels.Values.Select(tally => tally.Unclaimed)),
        state.Differences,
        costs)
    {
        Bonuses = state.Bonuses,
        Purse = purse,
    };

    private static Nano Sum(IEnumerable<Nano> amounts) => amounts.Aggregate(Nano.Zero, (sum, amount) => sum + amount);
}
