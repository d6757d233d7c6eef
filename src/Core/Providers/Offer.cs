using Cocoon.Core.Crypto;
using Cocoon.Core.Pricing;

namespace Cocoon.Core.Providers;

/// <summary>What a provider sells for one model.</summary>
/// <param name="Model">Model id; the registry has to allow it.</param>
/// <param name="WeightHash">SHA-256 of the weights served.</param>
/// <param name="Quantization">Precision of the weights, such as "bf16".</param>
/// <param name="ContextLength">Most tokens of prompt and completion together.</param>
/// <param name="Prices">Price list.</param>
/// <param name="Slots">Jobs served at once, at least 1.</param>
/// <param name="Region">Free text for people, such as "eu-west".</param>
[GenerateSerializer, Immutable, Alias("cocoon.offer")]
public sealed record Offer(
    [property: Id(0)] string Model,
    [property: Id(1)] HexBytes WeightHash,
    [property: Id(2)] string Quantization,
    [property: Id(3)] int ContextLength,
    [property: Id(4)] PriceList Prices,
    [property: Id(5)] int Slots,
    [property: Id(6)] string Region);
