using System.Collections.Immutable;
using Cocoon.Core.Channels;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Settlement;

/// <summary>What a channel's outbox hands to its settlement shard: receipts in number order and the voucher that covers them.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.settlement-push")]
public sealed record SettlementPush(
    [property: Id(0)] SignedVoucher Voucher,
    [property: Id(1)] ImmutableList<PostedReceipt> Receipts);
