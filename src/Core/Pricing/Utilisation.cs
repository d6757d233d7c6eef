namespace Cocoon.Core.Pricing;

/// <summary>
/// A decayed mean of how much of something was in use. A level counts for as long as it lasted, so that it does not matter how
/// often one looks; what is <see cref="Memory"/> ago counts e times less than now.
/// </summary>
/// <param name="Share">The mean, 0 to 1.</param>
/// <param name="Level">The share in use since <paramref name="At"/>.</param>
/// <param name="At">When the level was last told; null before the first time.</param>
public readonly record struct Utilisation(double Share, double Level, DateTimeOffset? At)
{
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    /// <summary>The mean in thousandths.</summary>
    public int Thousandths => (int)Math.Round(Share * 1_000);

    /// <summary>So much is in use from now on; until now it was what was told before. The first level is the mean, too.</summary>
    public Utilisation Observe(int inUse, int slots, DateTimeOffset now)
    {
        var level = slots <= 0 ? 0 : Math.Clamp((double)inUse / slots, 0, 1);
        if (At is not { } at) return new Utilisation(level, level, now);
        if (now <= at) return this with { Level = level };
        return new Utilisation(Level + (Share - Level) * Math.Exp((at - now) / Memory), level, now);
    }
}
