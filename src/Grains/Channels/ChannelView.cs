using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;

namespace Cocoon.Grains.Channels;

/// <summary>A channel's balances at one moment.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.channel-view")]
public sealed record ChannelView
{
    /// <summary>The contract.</summary>
    [Id(0)] public required AccountAddress Channel { get; init; }

    /// <summary>The owner's wallet.</summary>
    [Id(1)] public required AccountAddress Client { get; init; }

    /// <summary>Confirmed on chain.</summary>
    [Id(2)] public required Nano Deposit { get; init; }

    /// <summary>Cumulative charge of all receipts.</summary>
    [Id(3)] public required Nano Charged { get; init; }

    /// <summary>Reserved for running jobs.</summary>
    [Id(4)] public required Nano Held { get; init; }

    /// <summary>What new jobs may still reserve.</summary>
    [Id(5)] public required Nano Available { get; init; }

    /// <summary>Amount of the newest voucher.</summary>
    [Id(6)] public required Nano Vouched { get; init; }

    /// <summary>Its seqno; 0 before the first.</summary>
    [Id(7)] public required uint VoucherSeqno { get; init; }

    /// <summary>Receipts so far.</summary>
    [Id(8)] public required long ReceiptCount { get; init; }

    /// <summary>Receipts not yet handed to settlement.</summary>
    [Id(9)] public required int Unsettled { get; init; }

    [Id(10)] public required ChannelPhase Phase { get; init; }

    /// <summary>What vouchers have moved to the vault.</summary>
    [Id(11)] public required Nano Claimed { get; init; }

    /// <summary>What the owner took back.</summary>
    [Id(12)] public required Nano Withdrawn { get; init; }

    /// <summary>When the owner may close alone; null while no such close is announced.</summary>
    [Id(13)] public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>When another voucher key takes effect; null while none is announced.</summary>
    [Id(14)] public DateTimeOffset? KeyChangesAt { get; init; }

    /// <summary>What the market keeps if both sides close now.</summary>
    [Id(15)] public required Nano FinalAmount { get; init; }

    /// <summary>A deposit that the chain shows and that is not final yet; null for none.</summary>
    [Id(16)] public Nano? DepositComing { get; init; }

    /// <summary>Advice to top up; null while there is no need.</summary>
    [Id(17)] public TopUpAdvice? Advice { get; init; }

    /// <summary>Jobs running.</summary>
    [Id(18)] public required int Holds { get; init; }

    /// <summary>The vault that the contract pays.</summary>
    [Id(19)] public required AccountAddress Vault { get; init; }

    public static ChannelView From(ChannelState state, ChannelLimits limits, DateTimeOffset now) => new()
    {
        Channel = state.Channel,
        Client = state.Client,
        Vault = state.Vault,
        Deposit = state.Deposit,
        Charged = state.Charged,
        Held = state.Held,
        Holds = state.Holds.Count,
        Available = state.Phase == ChannelPhase.Closed ? Nano.Zero : state.Available(limits),
        Vouched = state.Vouched,
        VoucherSeqno = state.Voucher?.Voucher.Seqno ?? 0,
        ReceiptCount = state.ReceiptCount,
        Unsettled = state.Unsettled.Length,
        Phase = state.Phase,
        Claimed = state.Claimed,
        Withdrawn = state.Withdrawn,
        ClosesAt = state.ClosesAt,
        KeyChangesAt = state.KeyChangesAt,
        FinalAmount = Core.Channels.Channel.FinalAmount(state),
        DepositComing = state.Seen?.Deposit,
        Advice = TopUpAdvice.For(state, limits, now),
    };
}
