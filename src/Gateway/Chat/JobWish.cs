using Cocoon.Core.Pricing;

namespace Cocoon.Gateway.Chat;

/// <summary>What a job is opened for: everything about a request but the prompt.</summary>
/// <param name="Model">Model id.</param>
/// <param name="PromptTokens">Bound of prompt tokens.</param>
/// <param name="MaxTokens">Bound of completion tokens; null for the default.</param>
/// <param name="Tier">Name of the least tier; null for the market's default.</param>
/// <param name="Ceiling">Dearest acceptable prices; null for any.</param>
/// <param name="DeadlineMs">Most milliseconds the whole job may take; null for the default.</param>
internal sealed record JobWish(string Model, int PromptTokens, int? MaxTokens, string? Tier, PriceList? Ceiling, int? DeadlineMs);
