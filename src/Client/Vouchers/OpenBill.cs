using Cocoon.Core.Pricing;

namespace Cocoon.Client;

/// <summary>A job that was begun and whose receipt was not checked yet.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Model">Model id.</param>
/// <param name="Prices">Its lease's prices.</param>
/// <param name="MaxPromptTokens">Most prompt tokens.</param>
/// <param name="MaxTokens">Most tokens of all answers; null when the market's default holds.</param>
/// <param name="Until">No receipt is to be expected after this time.</param>
public sealed record OpenBill(string JobId, string Model, PriceList Prices, int MaxPromptTokens, int? MaxTokens, DateTimeOffset Until)
{
    /// <summary>Tokens that had arrived when the answer was left; null when the process ended before it could say.</summary>
    public int? Counted { get; init; }

    /// <summary>Why its receipt is not paid; null when none was refused.</summary>
    public string? Dispute { get; init; }
}
