namespace Cocoon.Core.Market;

/// <summary>What the market gives of its fee to draw providers to where they are missed (docs/registry.md).</summary>
public static class Bonuses
{
    /// <summary>A lease's bonus in basis points of the charge: 0 to <paramref name="feeBps"/>, since it comes out of the fee.</summary>
    /// <param name="rules">What the registry says.</param>
    /// <param name="offers">Offers of the lease's model that are on the market, the provider's own included; 0 where that is not known, and then no model is cold.</param>
    /// <param name="joinedAt">When the provider joined; null for longer ago than anybody wrote down, which is early.</param>
    /// <param name="feeBps">The market's share for the job.</param>
    public static int Of(MarketIncentives rules, int offers, DateTimeOffset? joinedAt, int feeBps)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var cold = offers > 0 && offers < rules.ColdProviders ? rules.ColdBonusBps : 0;
        var early = rules.EarlyUntil is { } until && !(joinedAt >= until) ? rules.EarlyBonusBps : 0;
        return Math.Min(checked(cold + early), feeBps);
    }
}
