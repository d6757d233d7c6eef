using System.Collections.Immutable;
using Cocoon.Core.Channels;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Settlement;

/// <summary>What a channel's outbox hands to its settlement shard.</summary>
/// <param name="Voucher">The channel's newest voucher.</param>
/// <param name="Receipts">Receipts that it covers, in number order; may be empty.</param>
/// <param name="ClaimBy">When the voucher has to be claimed at the latest; null when there is no hurry.</param>
[GenerateSerializer, Immutable, Alias("cocoon.settlement-push")]
public sealed record SettlementPush(
    [property: Id(0)] SignedVoucher Voucher,
    [property: Id(1)] ImmutableList<PostedReceipt> Receipts,
    [property: Id(2)] DateTimeOffset? ClaimBy = null);
