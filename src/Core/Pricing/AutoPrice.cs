using Cocoon.Core.Money;

namespace Cocoon.Core.Pricing;

/// <summary>
/// Prices that follow utilisation between a floor and a ceiling. A step is the smaller the nearer utilisation is to the band in
/// which prices rest, so that a market whose demand falls with the price comes to rest at the band's edge. Pure; one step a minute is meant.
/// </summary>
public static class AutoPrice
{
    /// <summary>One step.</summary>
    /// <param name="current">The prices of now; where they are outside of floor and ceiling they are brought inside.</param>
    /// <param name="floor">Prices never go below.</param>
    /// <param name="ceiling">Nor above; no price of it is below its counterpart in <paramref name="floor"/>.</param>
    /// <param name="utilisation">Slots in use out of all, in thousandths, averaged over the last minutes; brought inside 0 to 1,000.</param>
    /// <param name="rules">Default: <see cref="AutoPriceRules.Default"/>.</param>
    public static AutoPriceStep Next(PriceList current, PriceList floor, PriceList ceiling, int utilisation, AutoPriceRules? rules = null)
    {
        rules ??= AutoPriceRules.Default;
        Invariant.Require(rules.IsValid && floor.IsValid && floor.IsWithin(ceiling), "I5", "auto-pricing needs rules that can be and a floor that is not above the ceiling");
        var used = Math.Clamp(utilisation, 0, 1_000);
        var stepBps = StepBps(used, rules);
        return new AutoPriceStep(current, current.With(price => Scaled(price, stepBps)).Clamp(floor, ceiling), used, stepBps, rules);
    }

    /// <summary>The change in basis points: none inside the band, and in proportion to the distance from it outside.</summary>
    private static int StepBps(int used, AutoPriceRules rules) => used switch
    {
        _ when used > rules.High => rules.MaxStepBps * (used - rules.High) / (1_000 - rules.High),
        _ when used < rules.Low => -(rules.MaxStepBps * (rules.Low - used) / rules.Low),
        _ => 0,
    };

    /// <summary>Rounded away from the price, so that a price of a few nano moves too.</summary>
    private static Nano Scaled(Nano price, int stepBps)
    {
        if (stepBps == 0) return price;
        var change = Int128.Max(1, ((Int128)price.Value * Math.Abs(stepBps) + FeeRate.BasisPoints - 1) / FeeRate.BasisPoints);
        return new Nano((long)Int128.Clamp(price.Value + (stepBps < 0 ? -change : change), 0, long.MaxValue));
    }
}
