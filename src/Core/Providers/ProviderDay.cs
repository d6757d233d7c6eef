using Cocoon.Core.Money;

namespace Cocoon.Core.Providers;

/// <summary>
/// What a provider delivered on one UTC day, as its twin heard it from the jobs. For its owner's eyes: what is owed and paid
/// is what the settlement shards say, which learn of it a little later.
/// </summary>
/// <param name="Day">The day on which the jobs ended.</param>
/// <param name="Jobs">Jobs that delivered something.</param>
/// <param name="Failures">Jobs that ended by the provider's fault, some of which delivered something before.</param>
/// <param name="Tokens">All tokens delivered and charged.</param>
/// <param name="Pay">Charges less the market's fee.</param>
[GenerateSerializer, Immutable, Alias("cocoon.provider-day")]
public sealed record ProviderDay(
    [property: Id(0)] DateOnly Day,
    [property: Id(1)] long Jobs,
    [property: Id(2)] long Failures,
    [property: Id(3)] long Tokens,
    [property: Id(4)] Nano Pay);
