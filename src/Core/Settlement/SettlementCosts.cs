using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

/// <summary>Network fees of settling, from the chain's present prices. An estimate for deciding, never a booking.</summary>
/// <param name="Batch">Of a batch as such: the vault's gas and the transfer that carries the claims.</param>
/// <param name="Claim">Of claiming one more channel.</param>
/// <param name="Payout">Of paying one more provider.</param>
[GenerateSerializer, Immutable, Alias("cocoon.settlement-costs")]
public sealed record SettlementCosts(
    [property: Id(0)] Nano Batch,
    [property: Id(1)] Nano Claim,
    [property: Id(2)] Nano Payout)
{
    public Nano Of(int claims, int payouts) => new(checked(Batch.Value + (Claim.Value * claims) + (Payout.Value * payouts)));
}
