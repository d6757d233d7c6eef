using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Economy;

/// <summary>Draws an index by weight in constant time (Vose, "A linear algorithm for generating random numbers with a given distribution", 1991).</summary>
internal sealed class AliasTable
{
    private readonly double[] _keep;
    private readonly int[] _alias;

    /// <param name="weights">At least one, none negative, not all zero.</param>
    public AliasTable(ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights) sum += weight;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sum, nameof(weights));
        (_keep, _alias) = (new double[weights.Length], new int[weights.Length]);
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var index = 0; index < weights.Length; index++)
        {
            _keep[index] = weights[index] * weights.Length / sum;
            (_keep[index] < 1 ? small : large).Push(index);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (few, many) = (small.Pop(), large.Pop());
            _alias[few] = many;
            _keep[many] -= 1 - _keep[few];
            (_keep[many] < 1 ? small : large).Push(many);
        }

        // What is left is one but for rounding.
        foreach (var index in small.Concat(large)) _keep[index] = 1;
    }

    public int Pick(Dice dice)
    {
        var index = dice.Below(_keep.Length);
        return dice.Uniform() < _keep[index] ? index : _alias[index];
    }
}
