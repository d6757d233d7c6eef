using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.Core.Jobs;

/// <summary>What the market tells a provider's twin when a job of its has ended: it frees the slot and counts for its reputation.</summary>
/// <param name="Job">The job.</param>
/// <param name="Model">Model id.</param>
/// <param name="Client">Who pays.</param>
/// <param name="Fate">How it ended.</param>
/// <param name="Code">Why, where it failed.</param>
/// <param name="Tokens">What was delivered and charged.</param>
/// <param name="Charge">What the client owes.</param>
/// <param name="ToFirstToken">From the provider's start to its first token, in its own words; null where none came or it said nothing.</param>
/// <param name="Elapsed">From the provider's start to the last token, in its own words; zero where nothing was delivered.</param>
[GenerateSerializer, Immutable, Alias("cocoon.job-end")]
public sealed record JobEnd(
    [property: Id(0)] JobId Job,
    [property: Id(1)] string Model,
    [property: Id(2)] AccountAddress Client,
    [property: Id(3)] JobFate Fate,
    [property: Id(4)] RefusalCode Code,
    [property: Id(5)] TokenCounts Tokens,
    [property: Id(6)] Nano Charge,
    [property: Id(7)] TimeSpan? ToFirstToken,
    [property: Id(8)] TimeSpan Elapsed);
