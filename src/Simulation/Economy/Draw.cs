using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Economy;

/// <summary>Distributions over dice.</summary>
internal static class Draw
{
    /// <summary>From 0 to below 1.</summary>
    public static double Uniform(this Dice dice) => (dice.Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Exponential with this mean.</summary>
    public static double Exponential(this Dice dice, double mean) => -Math.Log(1 - dice.Uniform()) * mean;

    /// <summary>Lognormal with this mean; <paramref name="sigma"/> is the deviation of its logarithm.</summary>
    public static double LogNormal(this Dice dice, double mean, double sigma) => mean * Math.Exp(sigma * dice.Normal() - sigma * sigma / 2);

    /// <summary>Pareto from 1 on: heavy-tailed, with a mean of shape / (shape - 1) for a shape above 1.</summary>
    public static double Pareto(this Dice dice, double shape) => Math.Pow(1 - dice.Uniform(), -1 / shape);

    /// <summary>Standard normal (Box and Muller, "A note on the generation of random normal deviates", 1958).</summary>
    public static double Normal(this Dice dice) =>
        Math.Sqrt(-2 * Math.Log(1 - dice.Uniform())) * Math.Cos(2 * Math.PI * dice.Uniform());
}
