using Cocoon.Inference.Models;

namespace Cocoon.Inference.Decoding;

/// <summary>
/// By how much each pair of a head turns per position, and the factor on cosines and sines. Formulas of Hugging Face
/// transformers' modeling_rope_utils.py (default, linear, llama3, yarn); YaRN: arXiv 2309.00071.
/// </summary>
internal static class RopeFrequencies
{
    public static (float[] Inverse, float Magnitude) Of(RopeConfig rope, int headSize)
    {
        var plain = new double[headSize / 2];
        for (var i = 0; i < plain.Length; i++) plain[i] = 1 / Math.Pow(rope.Theta, 2.0 * i / headSize);
        if (rope.FrequencyDivisors.Count > 0) return (Divide(plain, rope.FrequencyDivisors), 1);
        return rope.Scaling switch
        {
            RopeScalingKind.None => (Round(plain), 1),
            RopeScalingKind.Linear => (Round(plain.Select(frequency => frequency / rope.Factor)), 1),
            RopeScalingKind.Llama3 => (Round(plain.Select(frequency => Llama3(rope, frequency))), 1),
            RopeScalingKind.Yarn => (Round(Yarn(rope, plain)), Magnitude(rope)),
            _ => throw new ModelFileException($"The model's RoPE scaling {rope.Scaling} is not known."),
        };
    }

    private static float[] Divide(double[] plain, IReadOnlyList<float> divisors) =>
        divisors.Count == plain.Length && divisors.All(divisor => float.IsFinite(divisor) && divisor > 0)
            ? Round(plain.Select((frequency, i) => frequency / divisors[i]))
            : throw new ModelFileException($"The model cannot be used: its {divisors.Count} divisors of RoPE frequencies are not {plain.Length} positive numbers.");

    /// <summary>Long waves are scaled, short ones are not, those between in part.</summary>
    private static double Llama3(RopeConfig rope, double frequency)
    {
        var wavelength = 2 * Math.PI / frequency;
        if (wavelength < rope.OriginalContext / rope.HighFrequencyFactor) return frequency;
        if (wavelength > rope.OriginalContext / rope.LowFrequencyFactor) return frequency / rope.Factor;
        var unscaled = (rope.OriginalContext / wavelength - rope.LowFrequencyFactor) / (rope.HighFrequencyFactor - rope.LowFrequencyFactor);
        return (1 - unscaled) * frequency / rope.Factor + unscaled * frequency;
    }

    /// <summary>From unscaled to scaled over the pairs between those that turn often and seldom within the original context.</summary>
    private static IEnumerable<double> Yarn(RopeConfig rope, double[] plain)
    {
        var headSize = 2 * plain.Length;
        var low = Math.Max(Math.Floor(PairThatTurns(rope, rope.BetaFast, headSize)), 0);
        var high = Math.Min(Math.Ceiling(PairThatTurns(rope, rope.BetaSlow, headSize)), headSize - 1);
        if (low == high) high += 0.001;
        return plain.Select((frequency, i) =>
        {
            var scaled = Math.Clamp((i - low) / (high - low), 0, 1);
            return scaled * frequency / rope.Factor + (1 - scaled) * frequency;
        });
    }

    private static double PairThatTurns(RopeConfig rope, double rotations, int headSize) =>
        headSize * Math.Log(rope.OriginalContext / (rotations * 2 * Math.PI)) / (2 * Math.Log(rope.Theta));

    private static float Magnitude(RopeConfig rope) => rope.AttentionFactor ?? (rope.Factor <= 1 ? 1 : (float)(0.1 * Math.Log(rope.Factor) + 1));

    private static float[] Round(IEnumerable<double> frequencies) => [.. frequencies.Select(frequency => (float)frequency)];
}
