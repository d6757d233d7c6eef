using Cocoon.Core.Pricing;

namespace Cocoon.Core.Market;

/// <summary>An offer's prices for one class of jobs, as numbers beside each other.</summary>
internal readonly struct PriceRow(PriceList? prices)
{
    private readonly long _prompt = prices?.Prompt.Value ?? long.MaxValue;
    private readonly long _cachedPrompt = prices?.CachedPrompt.Value ?? long.MaxValue;
    private readonly long _completion = prices?.Completion.Value ?? long.MaxValue;
    private readonly long _reasoning = prices?.Reasoning.Value ?? long.MaxValue;

    /// <summary>Whether the offer is for jobs of this class at all.</summary>
    public bool IsSold { get; } = prices is not null;

    /// <summary>In nano per million tokens; NaN where the offer is not for this class.</summary>
    public double Weighted { get; } = prices is null ? double.NaN : Of(prices);

    public bool IsWithin(PriceList ceiling) =>
        _prompt <= ceiling.Prompt.Value && _cachedPrompt <= ceiling.CachedPrompt.Value && _completion <= ceiling.Completion.Value && _reasoning <= ceiling.Reasoning.Value;

    /// <summary>A typical chat reads about three tokens for each one it writes.</summary>
    public static double Of(PriceList prices) => (3.0 * prices.Prompt.Value + prices.Completion.Value) / 4;
}
