using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;

namespace Cocoon.Grains.Channels;

/// <summary>A channel's balances at one moment.</summary>
/// <param name="Channel">The contract.</param>
/// <param name="Client">The owner's wallet.</param>
/// <param name="Deposit">Confirmed on chain.</param>
/// <param name="Charged">Cumulative charge of all receipts.</param>
/// <param name="Held">Reserved for running jobs.</param>
/// <param name="Available">What new jobs may still reserve.</param>
/// <param name="Vouched">Amount of the newest voucher.</param>
/// <param name="VoucherSeqno">Its seqno; 0 before the first.</param>
/// <param name="ReceiptCount">Receipts so far.</param>
/// <param name="Unsettled">Receipts not yet handed to settlement.</param>
[GenerateSerializer, Immutable, Alias("cocoon.channel-view")]
public sealed record ChannelView(
    [property: Id(0)] AccountAddress Channel,
    [property: Id(1)] AccountAddress Client,
    [property: Id(2)] Nano Deposit,
    [property: Id(3)] Nano Charged,
    [property: Id(4)] Nano Held,
    [property: Id(5)] Nano Available,
    [property: Id(6)] Nano Vouched,
    [property: Id(7)] uint VoucherSeqno,
    [property: Id(8)] long ReceiptCount,
    [property: Id(9)] int Unsettled)
{
    public static ChannelView From(ChannelState state, ChannelLimits limits) => new(
        state.Channel, state.Client, state.Deposit, state.Charged, state.Held, state.Available(limits),
        state.Vouched, state.Voucher?.Voucher.Seqno ?? 0, state.ReceiptCount, state.Unsettled.Count);
}
