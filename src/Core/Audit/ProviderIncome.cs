using Cocoon.Core.Money;

namespace Cocoon.Core.Audit;

/// <summary>What a provider's wallet received.</summary>
/// <param name="Batches">Payouts of batches.</param>
/// <param name="Draws">Drawn from vaults by proof.</param>
public readonly record struct ProviderIncome(Nano Batches, Nano Draws = default)
{
    public static ProviderIncome operator +(ProviderIncome a, ProviderIncome b) => new(a.Batches + b.Batches, a.Draws + b.Draws);
}
