using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Channels;

/// <summary>
/// The market's books of one payment channel. Immutable; <see cref="Channels.Channel"/> has the transitions.
/// Deposit = withdrawn or reserved for withdrawal + available + reserve + holds + charged, always (I1).
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
    [JsonConverter(typeof(OutboxJsonConverter))]
    [Id(8)] public ImmutableArray<PostedReceipt> Unsettled { get; init; } = [];

    /// <summary>The most recent released holds, oldest first.</summary>
    [JsonConverter(typeof(EndedHoldsJsonConverter))]
    [Id(9)] public ImmutableArray<EndedHold> Ended { get; init; } = [];

    /// <summary>The voucher that the settlement shard last acknowledged.</summary>
    [Id(10)] public uint PushedVoucherSeqno { get; init; }

    /// <summary>Sum of all holds.</summary>
    [Id(11)] public Nano Held { get; init; }

    /// <summary>The vault that the contract pays; names the settlement shard.</summary>
    [Id(12)] public AccountAddress Vault { get; init; }

    [Id(13)] public ChannelPhase Phase { get; init; }

    /// <summary>When the owner may close alone; null while no such close is announced.</summary>
    [Id(14)] public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>When another voucher key takes effect on chain; until then no new job may start.</summary>
    [Id(15)] public DateTimeOffset? KeyChangesAt { get; init; }

    /// <summary>What the owner took back, as the chain shows it.</summary>
    [Id(16)] public Nano Withdrawn { get; init; }

    /// <summary>A withdrawal that the market has signed and that may still be used; null for none.</summary>
    [Id(17)] public WithdrawalPermit? Permit { get; init; }

    /// <summary>What vouchers have moved to the vault, as the chain shows it.</summary>
    [Id(18)] public Nano Claimed { get; init; }

    /// <summary>A larger deposit on its way to being final; null for none.</summary>
    [Id(19)] public DepositSighting? Seen { get; init; }

    [Id(20)] public ChannelUsage Usage { get; init; } = ChannelUsage.None;

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    public bool IsOpen => Channel.IsSet;

    /// <summary>What vouchers may reach at most: nothing withdrawn, or allowed to be, is ever claimed (I4).</summary>
    public Nano Ceiling => Deposit - Nano.Max(Withdrawn, Permit?.Total ?? Nano.Zero);

    /// <summary>When a voucher has to be claimed at the latest; null when there is no hurry.</summary>
    public DateTimeOffset? ClaimBy => Phase == ChannelPhase.Closed ? null : ChannelFacts.Earlier(ClosesAt, KeyChangesAt);

    /// <summary>Cumulative amount the client has signed for.</summary>
    public Nano Vouched => Voucher?.Voucher.Amount ?? Nano.Zero;

    /// <summary>What the market would lose if the client never signed again: work done and running beyond the voucher.</summary>
    public Nano Exposure => Charged + Held - Vouched;

    /// <summary>What new holds may still take.</summary>
    public Nano Available(ChannelLimits limits) => Ceiling - limits.MinReserve - Charged - Held;
}
