using Cocoon.Core.Jobs;

namespace Cocoon.Gateway.Quotes;

/// <summary>The body of POST /cocoon/v1/quotes: for what prices are asked. Nothing of the prompt but its length.</summary>
internal sealed record PostedQuote(string Model, int MaxPromptTokens, int MaxTokens, string? Tier = null, JobClass Class = JobClass.Interactive)
{
    public bool IsWhole => MaxPromptTokens > 0 && MaxTokens >= 0 && Enum.IsDefined(Class);
}
