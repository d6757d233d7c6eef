using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Grains.Events;

namespace Cocoon.Grains.Channels;

/// <summary>What people learn of a channel. Called right after the write that makes it true.</summary>
public sealed partial class PaymentChannelGrain
{
    private readonly TraceLinks _posted = new();

    private void TellObserved(ChannelPhase? before)
    {
        if (before is null) this.Tell(News(MarketEventKind.ChannelOpened, State.Deposit));
        if (State.Phase > ChannelPhase.Open && before is null or ChannelPhase.Open) TellClosing();
    }

    private void TellClosing() => this.Tell(News(MarketEventKind.ChannelClosing, State.Charged));

    private void TellVoucher(Nano amount) => this.Tell(News(MarketEventKind.VoucherAccepted, amount));

    private void TellPushed(int receipts)
    {
        if (receipts > 0) this.Tell(News(MarketEventKind.ReceiptsPushed, State.Vouched) with { Count = receipts });
    }

    private void Show() => this.Gauges()?.Channel(
        Address, State.Exposure, market.Channel.CreditCap, State.Unsettled.IsEmpty ? null : State.Unsettled[0].Line.EndedAt);

    private MarketEvent News(MarketEventKind kind, Nano amount) => new() { Kind = kind, At = Time.GetUtcNow(), Channel = Address, Amount = amount };
}
