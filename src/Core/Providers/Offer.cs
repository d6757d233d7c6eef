using System.Text.Json.Serialization;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;

namespace Cocoon.Core.Providers;

/// <summary>What a provider sells for one model.</summary>
/// <param name="Model">Model id; the registry has to allow it.</param>
/// <param name="WeightHash">Hash of the model served (docs/models.md), 32 bytes.</param>
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
    [property: Id(6)] string Region)
{
    /// <summary>What the provider measured; null where it did not, and in offers of before.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public ModelProfile? Profile { get; init; }

    /// <summary>Prices of jobs that are due in hours; null where the provider takes none.</summary>
    [Id(8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public PriceList? BatchPrices { get; init; }

    /// <summary>Below this the provider does not sell (<see cref="OfferTerms.Floor"/>). Its twin keeps it to itself: null in what is announced.</summary>
    [Id(9), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public PriceList? Floor { get; init; }

    /// <summary>Nothing is sold: the machine runs other providers' jobs again, as the market's own auditor (docs/audits.md). Default: false.</summary>
    [Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool AuditsOnly { get; init; }

    /// <summary>Prices of jobs of a class; null where the offer is not for them.</summary>
    public PriceList? PricesFor(JobClass wanted) => wanted == JobClass.Batch ? BatchPrices : Prices;
}
