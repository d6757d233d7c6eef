using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Providers;
using Cocoon.Core.Reputation;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;

namespace Cocoon.Grains.Providers;

/// <summary>A provider at one moment.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.provider-view")]
public sealed record ProviderView(
    [property: Id(0)] AccountAddress Id,
    [property: Id(1)] Appraisal Appraisal,
    [property: Id(2)] ImmutableList<Offer> Offers,
    [property: Id(3)] int LeasesInUse,
    [property: Id(4)] bool Draining,
    [property: Id(5)] ProviderTally Earnings)
{
    /// <summary>Whether its owner drained it, which only he ends. Default: false.</summary>
    [Id(7)] public bool OwnerDraining { get; init; }

    /// <summary>Its score for each model that it offers or is known for, explained.</summary>
    [Id(6)] public ImmutableList<ScoreView> Scores { get; init; } = [];
}
