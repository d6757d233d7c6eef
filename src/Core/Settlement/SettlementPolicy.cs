using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

/// <summary>When to cut a batch and whom to pay.</summary>
/// <param name="MaxReceipts">Receipts in one batch at most; reaching it cuts.</param>
/// <param name="MaxAge">A receipt waits at most this long.</param>
/// <param name="Amount">Pending pay that makes the network fee a small enough share; reaching it cuts.</param>
[GenerateSerializer, Immutable, Alias("cocoon.settlement-policy")]
public sealed record SettlementPolicy(
    [property: Id(0)] int MaxReceipts,
    [property: Id(1)] TimeSpan MaxAge,
    [property: Id(2)] Nano Amount);
