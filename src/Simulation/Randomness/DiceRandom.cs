namespace Cocoon.Simulation.Randomness;

/// <summary>Dice for code that takes a <see cref="Random"/>.</summary>
internal sealed class DiceRandom(Dice dice) : Random
{
    public override int Next(int maxValue) => maxValue == 0 ? 0 : dice.Below(maxValue);

    public override int Next(int minValue, int maxValue) => minValue + Next(maxValue - minValue);

    public override int Next() => dice.Below(int.MaxValue);

    protected override double Sample() => (dice.Next() >> 11) * (1.0 / (1UL << 53));
}
