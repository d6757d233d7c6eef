using System.Numerics.Tensors;
using Cocoon.Inference.Formats.Grammars;

namespace Cocoon.Inference.Sampling;

/// <summary>
/// Chooses tokens of one sequence. Deterministic for a given seed: its random numbers are SplitMix64, defined here, so they
/// never change with a library. The order of operations is vLLM's (vllm/v1/sample/sampler.py): logit bias; repetition, then
/// frequency and presence penalties; the likeliest token where the temperature is 0; else temperature, min_p, top_k, and
/// top_p of what these leave. Repetition counts the prompt's tokens too, the other penalties the answer's only. Among equals
/// the lower token id comes first. Does not allocate once it has seen the tokens that it punishes. Not thread-safe.
/// </summary>
internal sealed class Sampler
{
    /// <summary>
    /// Weights, relative to the likeliest token's, down to which candidates are gathered: few tokens of a large vocabulary
    /// are as near as that, and mostly they are all that a draw can come to.
    /// </summary>
    private static readonly float[] Bars = [1e-2f, 1e-4f, 1e-8f, 0];

    private readonly SamplingOptions _options;
    private readonly SamplingSpace _space;
    private readonly KeyValuePair<int, float>[] _biases;
    private readonly Dictionary<int, int>? _used;
    private SplitMix64 _random;

    /// <param name="options">How to choose.</param>
    /// <param name="seed">Decides every draw.</param>
    /// <param name="space">Working memory, of as many values as there are logits.</param>
    /// <param name="prompt">What the answer follows.</param>
    public Sampler(SamplingOptions options, ulong seed, SamplingSpace space, ReadOnlySpan<int> prompt)
    {
        (_options, _space, _random) = (options, space, new SplitMix64(seed));
        _biases = [.. options.LogitBias.Where(bias => (uint)bias.Key < (uint)space.Values.Length)];
        if (options is { RepetitionPenalty: 1, FrequencyPenalty: 0, PresencePenalty: 0 }) return;
        _used = [];
        if (options.RepetitionPenalty == 1) return;
        foreach (var token in prompt)
            if ((uint)token < (uint)space.Values.Length) _used[token] = 0;
    }

    /// <summary>Goes on as if these tokens had been chosen here: what comes next is what would have come then.</summary>
    public void Resume(IReadOnlyList<int> chosen)
    {
        if (_options.Temperature > 0) _random.Skip(chosen.Count);
        if (_used is null) return;
        foreach (var token in chosen) _used[token] = _used.GetValueOrDefault(token) + 1;
    }

    /// <param name="logits">The model's.</param>
    /// <param name="mask">Tokens to choose from; null for all.</param>
    /// <exception cref="InferenceEngineException">The logits are no numbers to choose by.</exception>
    public int Next(ReadOnlySpan<float> logits, TokenMask? mask = null)
    {
        var values = _space.Values.AsSpan(0, logits.Length);
        logits.CopyTo(values);
        foreach (var (token, bias) in _biases) values[token] += bias;
        Punish(values);
        mask?.Apply(values);
        var best = TensorPrimitives.Max<float>(values);
        if (!float.IsFinite(best)) throw new InferenceEngineException("The model's numbers are not finite: its weights are damaged, or too large for the precision it runs in.");
        var chosen = _options.Temperature <= 0 ? TensorPrimitives.IndexOfMax<float>(values) : Draw(values, best);
        if (_used is not null) _used[chosen] = _used.GetValueOrDefault(chosen) + 1;
        return chosen;
    }

    private void Punish(Span<float> values)
    {
        if (_used is null) return;
        foreach (var (token, count) in _used)
        {
            ref var value = ref values[token];
            value = value > 0 ? value / _options.RepetitionPenalty : value * _options.RepetitionPenalty;
            if (count > 0) value -= _options.PresencePenalty + _options.FrequencyPenalty * count;
        }
    }

    private int Draw(Span<float> values, float best)
    {
        // Weights are relative to the likeliest token's, which is 1: nothing overflows, and the sum cancels out.
        TensorPrimitives.Subtract(values, best, values);
        TensorPrimitives.Divide(values, _options.Temperature, values);
        TensorPrimitives.Exp<float>(values, values);
        var least = MathF.Max(_options.MinP, float.Epsilon);
        var share = _random.NextDouble();
        return _options.TopK > 0 ? DrawOfFirst(values, least, share) : DrawOfAll(values, least, share);
    }

    private int DrawOfFirst(ReadOnlySpan<float> weights, float least, double share)
    {
        var ranks = Gather(weights, least, _options.TopK, enough: 0);
        var count = Math.Min(_options.TopK, ranks.Count);
        var total = 0.0;
        for (var rank = 0; rank < count; rank++) total += ranks.Weight(rank);
        return Pick(ref ranks, count, total, share);
    }

    private int DrawOfAll(ReadOnlySpan<float> weights, float least, double share)
    {
        var total = Sum(weights, least);
        var ranks = Gather(weights, least, 1, enough: total * (_options.TopP < 1 ? _options.TopP : share));
        return Pick(ref ranks, ranks.Count, total, share);
    }

    /// <summary>The candidate at a share of the likeliest ones' weight, of those that together reach top_p; at least one does.</summary>
    private int Pick(ref RankedTokens ranks, int count, double total, double share)
    {
        if (_options.TopP < 1)
        {
            var limit = total * _options.TopP;
            total = ranks.Weight(0);
            var kept = 1;
            while (kept < count && total < limit) total += ranks.Weight(kept++);
            count = kept;
        }
        var point = share * total;
        for (var rank = 0; rank < count; rank++)
        {
            point -= ranks.Weight(rank);
            if (point < 0) return ranks.Token(rank);
        }
        return ranks.Token(count - 1);
    }

    /// <summary>The likeliest tokens: at least so many, and more than so much weight together, as far as there are.</summary>
    private RankedTokens Gather(ReadOnlySpan<float> weights, float least, int most, double enough)
    {
        var candidates = _space.Candidates;
        var count = 0;
        foreach (var bar in Bars)
        {
            count = 0;
            var total = 0.0;
            var limit = MathF.Max(bar, least);
            for (var token = 0; token < weights.Length; token++)
            {
                if (weights[token] < limit) continue;
                candidates[count++] = RankedTokens.Key(token, weights[token]);
                total += weights[token];
            }
            if (limit == least || (count >= most && total > enough)) break;
        }
        return new RankedTokens(candidates.AsSpan(0, count));
    }

    /// <summary>The sum of all weights that count, in an order of its own, so that it is the same on every machine.</summary>
    private static double Sum(ReadOnlySpan<float> weights, float least)
    {
        double even = 0, odd = 0;
        for (var token = 0; token + 1 < weights.Length; token += 2)
        {
            if (weights[token] >= least) even += weights[token];
            if (weights[token + 1] >= least) odd += weights[token + 1];
        }
        if (weights.Length % 2 != 0 && weights[^1] >= least) even += weights[^1];
        return even + odd;
    }
}
