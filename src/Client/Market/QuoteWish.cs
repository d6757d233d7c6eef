using Cocoon.Core.Jobs;

namespace Cocoon.Client;

/// <summary>For what quotes are asked. The job that uses one stays within these bounds.</summary>
/// <param name="Model">Model id.</param>
/// <param name="MaxPromptTokens">Most tokens of the prompt, at least 1.</param>
/// <param name="MaxTokens">Most tokens of all answers together; 0 for embeddings.</param>
public sealed record QuoteWish(string Model, int MaxPromptTokens, int MaxTokens)
{
    /// <summary>Name of the least tier, such as "cpu-tee"; null for the market's default.</summary>
    public string? Tier { get; init; }

    /// <summary>How soon the job is wanted. Default: <see cref="JobClass.Interactive"/>.</summary>
    public JobClass Class { get; init; }
}
