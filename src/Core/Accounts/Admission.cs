namespace Cocoon.Core.Accounts;

/// <summary>Whether a key's limits let a job through, and what they leave.</summary>
/// <param name="Refusal">Why not; null when it is admitted.</param>
/// <param name="RetryAfter">When the same request may be let through; null when nobody knows, or never.</param>
/// <param name="Requests">Null without a limit of requests.</param>
/// <param name="Tokens">Null without a limit of tokens.</param>
/// <param name="IsRepeat">Whether the job was let through before and is open.</param>
[GenerateSerializer, Immutable, Alias("cocoon.admission")]
public sealed record Admission(
    [property: Id(0)] Refusal? Refusal,
    [property: Id(1)] TimeSpan? RetryAfter,
    [property: Id(2)] RateState? Requests,
    [property: Id(3)] RateState? Tokens,
    [property: Id(4)] bool IsRepeat = false);
