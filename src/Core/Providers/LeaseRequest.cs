using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Providers;

/// <summary>A job's request for a slot.</summary>
/// <param name="Job">The operation id: one job takes at most one slot here.</param>
/// <param name="Model">Model id.</param>
/// <param name="Tokens">The job's longest sequence, or its prompt and completion bound together; has to fit the offer's context.</param>
/// <param name="Ceiling">The prices the hold was made for; the offer's must not be above.</param>
/// <param name="LeastTier">The least tier acceptable.</param>
/// <param name="FeeBps">The market's share for this job.</param>
/// <param name="Expires">The job's deadline.</param>
[GenerateSerializer, Immutable, Alias("cocoon.lease-request")]
public sealed record LeaseRequest(
    [property: Id(0)] JobId Job,
    [property: Id(1)] string Model,
    [property: Id(2)] int Tokens,
    [property: Id(3)] PriceList Ceiling,
    [property: Id(4)] Tier LeastTier,
    [property: Id(5)] int FeeBps,
    [property: Id(6)] DateTimeOffset Expires)
{
    /// <summary>Who pays; unset from markets of before.</summary>
    [Id(7)] public AccountAddress Client { get; init; }

    /// <summary>How soon the job is wanted.</summary>
    [Id(8)] public JobClass Class { get; init; }

    /// <summary>The quote that the job was opened for; empty for none.</summary>
    [Id(9)] public HexBytes Quote { get; init; }
}
