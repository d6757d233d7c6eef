using Cocoon.Core.Crypto;
using Cocoon.Core.Pricing;

namespace Cocoon.Client.Http;

/// <summary>One model of GET /v1/models.</summary>
internal sealed record ModelEntry(string Id, ModelEntry.Facts Cocoon)
{
    public ModelInfo ToInfo() => new(Id, Cocoon.WeightHash, Cocoon.Providers, Cocoon.ContextLength, Cocoon.Tiers ?? [], Cocoon.LowestPriceNanoPerMillionTokens) { Reference = Cocoon.ReferencePrice };

    internal sealed record Facts(HexBytes WeightHash, int Providers, int ContextLength = 0, IReadOnlyList<string>? Tiers = null, PriceList? LowestPriceNanoPerMillionTokens = null, ReferencePrice? ReferencePrice = null);
}
