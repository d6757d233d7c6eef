using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Channels;

/// <summary>
/// The market's books of one payment channel. Immutable; <see cref="Channels.Channel"/> has the transitions.
/// Deposit = available + reserve + holds + charged, always (I1).
/// </summary>
[GenerateSerializer, Immutable, Alias("cocoon.channel-state")]
public sealed record ChannelState
{
    /// <summary>The contract; unset until the channel was opened.</summary>
    [Id(0)] public AccountAddress Channel { get; init; }

    /// <summary>The client's wallet.</summary>
    [Id(1)] public AccountAddress Client { get; init; }

    /// <summary>Ed25519 public key that signs vouchers.</summary>
    [Id(2)] public HexBytes VoucherKey { get; init; }

    /// <summary>All that was ever deposited, as confirmed on chain; only grows.</summary>
    [Id(3)] public Nano Deposit { get; init; }

    /// <summary>Sum of all posted charges; only grows.</summary>
    [Id(4)] public Nano Charged { get; init; }

    [Id(5)] public ImmutableSortedDictionary<JobId, Hold> Holds { get; init; } = ImmutableSortedDictionary<JobId, Hold>.Empty;

    /// <summary>The newest voucher; null before the first.</summary>
    [Id(6)] public SignedVoucher? Voucher { get; init; }

    /// <summary>Number of the last posted receipt.</summary>
    [Id(7)] public long ReceiptCount { get; init; }

    /// <summary>Outbox: posted receipts that the settlement shard has not acknowledged, in number order (I8).</summary>
    [Id(8)] public ImmutableList<PostedReceipt> Unsettled { get; init; } = [];

    /// <summary>The most recent released holds, oldest first.</summary>
    [Id(9)] public ImmutableList<EndedHold> Ended { get; init; } = [];

    /// <summary>The voucher that the settlement shard last acknowledged.</summary>
    [Id(10)] public uint PushedVoucherSeqno { get; init; }

    public bool IsOpen => Channel.IsSet;

    public Nano Held => Holds.Values.Aggregate(Nano.Zero, (sum, hold) => sum + hold.Amount);

    /// <summary>Cumulative amount the client has signed for.</summary>
    public Nano Vouched => Voucher?.Voucher.Amount ?? Nano.Zero;

    /// <summary>What the market would lose if the client never signed again: work done and running beyond the voucher.</summary>
    public Nano Exposure => Charged + Held - Vouched;

    /// <summary>What new holds may still take.</summary>
    public Nano Available(ChannelLimits limits) => Deposit - limits.MinReserve - Charged - Held;
}
