using Cocoon.Core.Pricing;

namespace Cocoon.Core.Providers;

/// <summary>What a machine asks for one model, as its settings say.</summary>
/// <param name="Prices">Prices; null for those of all its models.</param>
/// <param name="BatchPrices">Prices of jobs that are due in hours; null to take none.</param>
/// <param name="Floor">Below this it does not sell; null for no floor but the prices.</param>
public sealed record ModelAsk(PriceList? Prices, PriceList? BatchPrices, PriceList? Floor)
{
    /// <summary>What all models ask, no batch jobs, no floor.</summary>
    public static readonly ModelAsk None = new(null, null, null);
}
