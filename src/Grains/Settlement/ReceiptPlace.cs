namespace Cocoon.Grains.Settlement;

/// <summary>Where a shard has a receipt.</summary>
/// <param name="Batch">Seqno of the batch on chain; null while it waits or its batch is on its way.</param>
[GenerateSerializer, Immutable, Alias("cocoon.receipt-place")]
public sealed record ReceiptPlace([property: Id(0)] uint? Batch);
