using Cocoon.Core.Crypto;
using Cocoon.Core.Pricing;
using Cocoon.Gateway.Routing;

namespace Cocoon.Gateway.Chat;

/// <summary>What a job is opened for: everything about a request but the prompt.</summary>
/// <param name="Model">Model id.</param>
/// <param name="PromptTokens">Bound of prompt tokens.</param>
/// <param name="MaxTokens">Bound of completion tokens of each choice, 0 for requests that make no text; null for the default.</param>
/// <param name="Tier">Name of the least tier; null for the market's default.</param>
/// <param name="Ceiling">Dearest acceptable prices; null for any.</param>
/// <param name="DeadlineMs">Most milliseconds the whole job may take; null for the default.</param>
internal sealed record JobWish(string Model, int PromptTokens, int? MaxTokens, string? Tier, PriceList? Ceiling, int? DeadlineMs)
{
    /// <summary>Answers wanted; the prompt is paid for once.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>Bound of prompt tokens that the model sees at once; null where that is the whole prompt.</summary>
    public int? LongestPrompt { get; init; }

    /// <summary>The field of the request that has the prompt: what to shorten when it is too long.</summary>
    public string PromptField { get; init; } = "messages";

    /// <summary>The quote whose prices hold; empty for none.</summary>
    public HexBytes Quote { get; init; }

    public RouteWish Route { get; init; } = RouteWish.None;
}
