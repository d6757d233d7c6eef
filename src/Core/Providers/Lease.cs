using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Providers;

/// <summary>A slot on a provider, given to one job at fixed prices.</summary>
/// <param name="Job">Who may use it.</param>
/// <param name="Provider">The provider's wallet, which is its id.</param>
/// <param name="Model">Model id.</param>
/// <param name="WeightHash">Weights promised.</param>
/// <param name="Prices">Prices that hold for this job whatever the offer becomes.</param>
/// <param name="FeeBps">The market's share for this job.</param>
/// <param name="Appraisal">The provider's appraisal when the lease was given.</param>
/// <param name="Epoch">The provider's life; a provider that registered anew refuses older leases.</param>
/// <param name="Expires">The slot is free again from then on.</param>
[GenerateSerializer, Immutable, Alias("cocoon.lease")]
public sealed record Lease(
    [property: Id(0)] JobId Job,
    [property: Id(1)] AccountAddress Provider,
    [property: Id(2)] string Model,
    [property: Id(3)] HexBytes WeightHash,
    [property: Id(4)] PriceList Prices,
    [property: Id(5)] int FeeBps,
    [property: Id(6)] Appraisal Appraisal,
    [property: Id(7)] long Epoch,
    [property: Id(8)] DateTimeOffset Expires)
{
    /// <summary>Added to the provider's pay out of the market's fee, in basis points of the charge; at most <see cref="FeeBps"/>. Default: 0.</summary>
    [Id(9), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int BonusBps { get; init; }

    /// <summary>How soon the job is wanted. Default: <see cref="JobClass.Interactive"/>.</summary>
    [Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public JobClass Class { get; init; }

    /// <summary>Whether the provider has dialled out to the market and is reached through its edge grain, not on a silo of its own. Default: false.</summary>
    [Id(11), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsEdge { get; init; }
}
