using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Jobs;

/// <summary>What a caller asks for, without the prompt.</summary>
/// <param name="Client">The paying account's wallet.</param>
/// <param name="Channel">The channel that pays.</param>
/// <param name="Model">Model id.</param>
/// <param name="MaxPromptTokens">Upper bound of prompt tokens; the provider refuses a longer prompt.</param>
/// <param name="MaxCompletionTokens">Upper bound of generated tokens, all choices together; 0 for vectors alone (embeddings).</param>
/// <param name="PriceCeiling">Dearest acceptable prices; null for any.</param>
/// <param name="LeastTier">The least tier that may serve.</param>
/// <param name="Deadline">When everything about the job must be over.</param>
/// <param name="RequestTag">A hash of the request under a key that only the caller has: tells whether a retried id brings the same request, and nothing else.</param>
[GenerateSerializer, Immutable, Alias("cocoon.job-spec")]
public sealed record JobSpec(
    [property: Id(0)] AccountAddress Client,
    [property: Id(1)] AccountAddress Channel,
    [property: Id(2)] string Model,
    [property: Id(3)] int MaxPromptTokens,
    [property: Id(4)] int MaxCompletionTokens,
    [property: Id(5)] PriceList? PriceCeiling,
    [property: Id(6)] Tier LeastTier,
    [property: Id(7)] DateTimeOffset Deadline,
    [property: Id(8)] HexBytes RequestTag)
{
    /// <summary>
    /// What has to fit the model's context: the longest prompt with the longest answer, where several share a job (choices of a
    /// request, inputs of an embedding). Default: 0, prompt and completion bound together.
    /// </summary>
    /// <remarks>Not written when it is the default, so that orders sealed before there was such a thing still are.</remarks>
    [Id(9), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int LongestSequence { get; init; }

    /// <summary>Whether the request has one right answer (greedy, or with a seed), so that the job may be audited. Default: false.</summary>
    [Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsDeterministic { get; init; }

    /// <summary>How soon it is wanted. Default: <see cref="JobClass.Interactive"/>.</summary>
    [Id(11), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public JobClass Class { get; init; }

    /// <summary>Id of the quote whose prices hold for this job; empty for the offers' own prices.</summary>
    [Id(12), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public HexBytes Quote { get; init; }
}
