using System.Numerics.Tensors;

namespace Cocoon.Inference.Sampling;

/// <summary>
/// Chooses tokens of one sequence. Deterministic for a given seed: its random numbers are SplitMix64, defined here, so they
/// never change with a library. Not thread-safe.
/// </summary>
internal sealed class Sampler(SamplingOptions options, ulong seed)
{
    private readonly Dictionary<int, int> _used = [];
    private ulong _state = seed;

    /// <param name="logits">The model's logits; changed in place.</param>
    /// <param name="logProb">Log probability of the chosen token under the unchanged logits, when wanted.</param>
    /// <param name="wantLogProb">Computing it costs a pass over the vocabulary.</param>
    public int Next(Span<float> logits, bool wantLogProb, out float? logProb)
    {
        var normalizer = wantLogProb ? LogSumExp(logits) : 0;
        var original = wantLogProb ? logits.ToArray() : null;
        foreach (var (token, bias) in options.LogitBias)
            if ((uint)token < (uint)logits.Length) logits[token] += bias;
        foreach (var (token, count) in _used)
            logits[token] -= options.PresencePenalty + options.FrequencyPenalty * count;
        var chosen = options.Temperature <= 0 ? TensorPrimitives.IndexOfMax<float>(logits) : Draw(logits);
        _used[chosen] = _used.GetValueOrDefault(chosen) + 1;
        logProb = original is null ? null : original[chosen] - normalizer;
        return chosen;
    }

    private int Draw(Span<float> logits)
    {
        TensorPrimitives.Divide(logits, options.Temperature, logits);
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max<float>(logits), logits);
        TensorPrimitives.SoftMax(logits, logits);
        var candidates = Enumerable.Range(0, logits.Length).ToArray();
        // Ties go by token id, so the order, and with it the draw, is the same on every machine.
        var probabilities = logits.ToArray();
        Array.Sort(candidates, (a, b) => probabilities[b] != probabilities[a] ? probabilities[b].CompareTo(probabilities[a]) : a.CompareTo(b));
        var kept = Nucleus(candidates, probabilities, out var total);
        var point = NextDouble() * total;
        for (var i = 0; i < kept; i++)
        {
            point -= probabilities[candidates[i]];
            if (point < 0) return candidates[i];
        }
        return candidates[kept - 1];
    }

    /// <summary>How many of the likeliest candidates together reach top_p; at least one.</summary>
    private int Nucleus(int[] candidates, float[] probabilities, out double total)
    {
        total = 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            total += probabilities[candidates[i]];
            if (total >= options.TopP) return i + 1;
        }
        return candidates.Length;
    }

    private static float LogSumExp(ReadOnlySpan<float> logits)
    {
        var max = TensorPrimitives.Max(logits);
        var sum = 0.0;
        foreach (var logit in logits) sum += Math.Exp(logit - max);
        return (float)(max + Math.Log(sum));
    }

    private double NextDouble()
    {
        var z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return ((z ^ z >> 31) >> 11) * (1.0 / (1UL << 53));
    }
}
