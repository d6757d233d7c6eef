using Cocoon.Core.Money;

namespace Cocoon.Bench.Settlement;

/// <summary>What the network took for one settlement.</summary>
/// <param name="Receipts">Receipts in it.</param>
/// <param name="Claims">For claiming the clients' vouchers: the wallet, the channels, and the vault's receiving.</param>
/// <param name="Payout">For paying the providers.</param>
internal sealed record SettlementCost(int Receipts, Nano Claims, Nano Payout)
{
    public Nano Total => Claims + Payout;

    public Nano PerThousand => new(Total.Value * 1_000 / Receipts);
}
