using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;

namespace Cocoon.Core.Reputation;

/// <summary>Holds a delivered answer against what its provider measured and offered.</summary>
internal static class Promise
{
    /// <summary>Share of the answer that counts as bad: 0 where it kept the promise, or nothing was promised or told.</summary>
    public static double Broken(JobEnd end, Offer? offer)
    {
        if (offer?.Profile is not { IsValid: true } profile) return 0;
        var broken = 0d;
        if (FirstTokenMs(end) is { } first && end.Tokens.Prompt + end.Tokens.CachedPrompt <= ReputationRules.ShortPrompt
            && profile.FirstTokenP95 > 0 && first > ReputationRules.Tolerance * profile.FirstTokenP95) broken += ReputationRules.SlowShare;
        if (Rate(end) is { } rate && rate * ReputationRules.Tolerance < RateOfOne(profile, offer.Slots)) broken += ReputationRules.SlowShare;
        return broken;
    }

    /// <summary>Milliseconds to the first token; null where it was not told.</summary>
    public static double? FirstTokenMs(JobEnd end) =>
        end.ToFirstToken is { } told && told >= TimeSpan.Zero ? Math.Min(told.TotalMilliseconds, int.MaxValue) : null;

    /// <summary>Tokens a second once the first had come; null where it cannot be told.</summary>
    public static double? Rate(JobEnd end)
    {
        var writing = end.Elapsed - (end.ToFirstToken ?? TimeSpan.Zero);
        return end.Tokens.Delivered < ReputationRules.LeastAnswer || writing <= TimeSpan.Zero
            ? null
            : Math.Min((end.Tokens.Delivered - 1) / writing.TotalSeconds, int.MaxValue);
    }

    /// <summary>What one answer was promised while all slots are in use; 0 for nothing.</summary>
    private static double RateOfOne(ModelProfile profile, int slots)
    {
        ReadOnlySpan<(double Rate, int Side)> measured = [(profile.RateAt1, 1), (profile.RateAt8, Math.Min(8, slots)), (profile.RateAt32, Math.Min(32, slots))];
        var least = double.PositiveInfinity;
        foreach (var (rate, side) in measured)
            if (rate > 0) least = Math.Min(least, rate / side);
        return double.IsPositiveInfinity(least) ? 0 : least;
    }
}
