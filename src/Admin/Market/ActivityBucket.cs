using Cocoon.Core.Money;

namespace Cocoon.Admin.Market;

/// <summary>What happened in <see cref="Activity.Step"/>.</summary>
public sealed record ActivityBucket(DateTimeOffset Start)
{
    public long Started { get; init; }
    public long Completed { get; init; }
    public long Failed { get; init; }
    public long PromptTokens { get; init; }
    public long CompletionTokens { get; init; }

    /// <summary>Charges of the jobs completed.</summary>
    public Nano Revenue { get; init; }

    /// <summary>Times to first token, since the provider began.</summary>
    public LatencyCounts FirstToken { get; init; } = LatencyCounts.Empty;
}
