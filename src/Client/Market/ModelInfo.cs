using Cocoon.Core.Crypto;
using Cocoon.Core.Pricing;

namespace Cocoon.Client;

/// <summary>A model of the market, and what is on offer for it now.</summary>
/// <param name="Id">Model id.</param>
/// <param name="WeightHash">Hash of the model's files that the registry allows (docs/models.md).</param>
/// <param name="Providers">How many offer it now.</param>
/// <param name="ContextLength">Largest context on offer, in tokens; 0 when nobody offers it.</param>
/// <param name="Tiers">Tiers on offer, by name.</param>
/// <param name="LowestPrices">The lowest price of each kind, in nano per million tokens; null when nobody offers it.</param>
public sealed record ModelInfo(
    string Id, HexBytes WeightHash, int Providers, int ContextLength, IReadOnlyList<string> Tiers, PriceList? LowestPrices)
{
    /// <summary>What it was sold for in the last day; null where nothing was settled.</summary>
    public ReferencePrice? Reference { get; init; }
}
