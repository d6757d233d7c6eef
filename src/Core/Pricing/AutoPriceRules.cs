namespace Cocoon.Core.Pricing;

/// <summary>How prices follow utilisation. Between <paramref name="Low"/> and <paramref name="High"/> they rest, so that they do not chase noise.</summary>
/// <param name="Low">Utilisation in thousandths below which prices fall.</param>
/// <param name="High">Utilisation in thousandths above which they rise; above <paramref name="Low"/>.</param>
/// <param name="MaxStepBps">The largest change of one step in basis points, at utilisation 0 and 1,000; 1 to 5,000.</param>
public sealed record AutoPriceRules(int Low, int High, int MaxStepBps)
{
    /// <summary>Rest between 60 % and 80 %, at most 5 % a step: with a step a minute prices double in a quarter of an hour at the soonest.</summary>
    public static readonly AutoPriceRules Default = new(600, 800, 500);

    public bool IsValid => Low is >= 0 and < 1_000 && High > Low && High < 1_000 && MaxStepBps is >= 1 and <= 5_000;
}
