using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;
using Cocoon.Inference.OpenAi;

namespace Cocoon.Gateway.Sealed;

/// <summary>The body of POST /cocoon/v1/jobs: a job for a request that this gateway shall not see.</summary>
internal sealed record PostedJob(
    string Model, int MaxPromptTokens, int? MaxTokens = null, string? Tier = null, PriceList? PriceCeiling = null, int? DeadlineMs = null, HexBytes? Challenge = null,
    int Choices = 1, int? LongestPrompt = null, PostedProviders? Providers = null, IReadOnlyList<string>? Regions = null, ProviderPreference? Prefer = null,
    JobClass? Class = null, bool? Deterministic = null, string? Session = null, int? Priority = null, HexBytes? Quote = null)
{
    /// <summary>Most choices, and most entries of each list.</summary>
    private const int MaxEntries = 128;

    private const int MaxSession = 512;
    private const int MaxPriority = 9;

    /// <summary>Whether every number is one that can be meant.</summary>
    public bool IsWhole => MaxPromptTokens > 0 && MaxTokens is null or >= 0 && Choices is >= 1 and <= MaxEntries && (MaxTokens ?? 0) <= int.MaxValue / Choices
        && LongestPrompt is null or > 0 && PriceCeiling is null or { IsValid: true } && Regions is null or { Count: <= MaxEntries }
        && Session is null or { Length: > 0 and <= MaxSession } && Priority is null or (>= 0 and <= MaxPriority) && (Class is null || Enum.IsDefined(Class.Value))
        && Providers?.Allow is null or { Count: <= MaxEntries } && Providers?.Deny is null or { Count: <= MaxEntries };
}
