using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

/// <summary>When to cut a batch and whom to pay.</summary>
/// <param name="MaxReceipts">Receipts in one batch at most; reaching it cuts.</param>
/// <param name="MaxAge">A receipt waits at most this long for its batch.</param>
/// <param name="MaxUnclaimed">Signed and not yet claimed by the vault at most; reaching it cuts.</param>
/// <param name="MaxFeeShareBps">Network fees count as small below this share of what is paid, in basis points.</param>
/// <param name="MaxDebtAge">A provider whose pay is too small to be worth a transfer waits at most this long for it.</param>
[GenerateSerializer, Immutable, Alias("cocoon.settlement-policy")]
public sealed record SettlementPolicy(
    [property: Id(0)] int MaxReceipts,
    [property: Id(1)] TimeSpan MaxAge,
    [property: Id(2)] Nano MaxUnclaimed,
    [property: Id(3)] int MaxFeeShareBps,
    [property: Id(4)] TimeSpan MaxDebtAge)
{
    /// <summary>Whether <paramref name="fee"/> is a small enough share of <paramref name="amount"/>.</summary>
    public bool IsWorth(Nano amount, Nano fee) => amount.IsPositive && (Int128)fee.Value * 10_000 <= (Int128)amount.Value * MaxFeeShareBps;
}
