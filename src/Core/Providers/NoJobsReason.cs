namespace Cocoon.Core.Providers;

/// <summary>One reason why a provider gets no jobs, or fewer than it could.</summary>
/// <param name="Cause">Which.</param>
/// <param name="Model">The model it holds for; null for all.</param>
/// <param name="What">What is so, as a sentence.</param>
/// <param name="Advice">What its owner can do, as a sentence.</param>
public sealed record NoJobsReason(NoJobsCause Cause, string? Model, string What, string Advice);
