using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>A channel's outbox and its client, as the shard sees them.</summary>
internal sealed class ModelOutbox
{
    public List<PostedReceipt> Receipts { get; } = [];

    public (long Amount, uint Seqno) Signed { get; set; }

    public List<SettlementPush> Pushes { get; } = [];

    public long Charged => Receipts.Count == 0 ? 0 : Receipts[^1].ChargedAfter.Value;
}
