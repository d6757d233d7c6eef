using System.Numerics;
using Cocoon.Inference.Models;

namespace Cocoon.Inference.Tests.Decoding;

/// <summary>
/// The decoder written a second time, as the formulas stand in transformers: whole sequences, double precision, no cache,
/// nothing shared with the one under test.
/// </summary>
internal sealed class StraightforwardDecoder(ModelConfig config, MemoryWeights weights)
{
    private readonly Dictionary<string, double[]> _weights = [];

    /// <summary>Final hidden states and logits of each position.</summary>
    public (double[][] States, double[][] Logits) Read(int[] tokens)
    {
        var x = tokens.Select(token => Weight("model.embed_tokens.weight").AsSpan(token * config.Hidden, config.Hidden).ToArray()).ToArray();
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var name = $"model.layers.{layer}";
            var normal = x.Select(row => Norm(row, $"{name}.input_layernorm")).ToArray();
            x = Sum(x, Attention(normal, $"{name}.self_attn"));
            normal = [.. x.Select(row => Norm(row, $"{name}.post_attention_layernorm"))];
            x = Sum(x, [.. normal.Select(row => FeedForward(row, $"{name}.mlp"))]);
        }
        double[][] states = [.. x.Select(row => Norm(row, "model.norm"))];
        return (states, [.. states.Select(row => Linear(row, config.TiedEmbeddings ? "model.embed_tokens" : "lm_head"))]);
    }

    private double[][] Attention(double[][] rows, string name)
    {
        var query = Heads(rows, $"{name}.q_proj", config.HasQueryKeyNorm ? $"{name}.q_norm" : null, rotate: true);
        var key = Heads(rows, $"{name}.k_proj", config.HasQueryKeyNorm ? $"{name}.k_norm" : null, rotate: true);
        var value = Heads(rows, $"{name}.v_proj", null, rotate: false);
        return [.. rows.Select((_, position) => Linear(
            [.. Enumerable.Range(0, config.Heads).SelectMany(head =>
            {
                var shared = head * config.KeyValueHeads / config.Heads;
                var scores = Enumerable.Range(0, position + 1).Select(past => Math.Exp(Dot(query[position][head], key[past][shared]) / Math.Sqrt(config.HeadSize))).ToArray();
                var all = scores.Sum();
                return Enumerable.Range(0, config.HeadSize).Select(i => scores.Select((score, past) => score * value[past][shared][i]).Sum() / all);
            })],
            $"{name}.o_proj"))];
    }

    private double[][][] Heads(double[][] rows, string name, string? norm, bool rotate) =>
        [.. rows.Select((row, position) => Linear(row, name).Chunk(config.HeadSize)
            .Select(head => norm is null ? head : Norm(head, norm))
            .Select(head => rotate ? Rotate(head, position) : head).ToArray())];

    private double[] Rotate(double[] head, int position)
    {
        var (half, turned) = (config.HeadSize / 2, new double[config.HeadSize]);
        for (var i = 0; i < half; i++)
        {
            var (first, second) = config.Rope.Interleaved ? (2 * i, 2 * i + 1) : (i, i + half);
            var z = new Complex(head[first], head[second]) * Complex.FromPolarCoordinates(Magnitude(), position * Frequency(i));
            (turned[first], turned[second]) = (z.Real, z.Imaginary);
        }
        return turned;
    }

    private double Frequency(int i)
    {
        var rope = config.Rope;
        var plain = Math.Pow(rope.Theta, -2.0 * i / config.HeadSize);
        var turns = rope.OriginalContext * plain / (2 * Math.PI);
        return rope.Scaling switch
        {
            RopeScalingKind.Linear => plain / rope.Factor,
            // Turns in the original context: from the low factor to the high one, ever less is scaled.
            RopeScalingKind.Llama3 => Mix(plain / rope.Factor, plain, (turns - rope.LowFrequencyFactor) / (rope.HighFrequencyFactor - rope.LowFrequencyFactor)),
            RopeScalingKind.Yarn => Mix(plain, plain / rope.Factor, (i - Math.Max(0, Math.Floor(Dimension(rope.BetaFast)))) / (Math.Ceiling(Dimension(rope.BetaSlow)) - Math.Max(0, Math.Floor(Dimension(rope.BetaFast))))),
            _ => rope.FrequencyDivisors.Count > 0 ? plain / rope.FrequencyDivisors[i] : plain,
        };
    }

    /// <summary>The (fractional) dimension that turns so often within the original context.</summary>
    private double Dimension(double turns) => config.HeadSize / 2.0 * Math.Log(config.Rope.OriginalContext / (2 * Math.PI * turns), config.Rope.Theta);

    private double Magnitude() => config.Rope.Scaling == RopeScalingKind.Yarn ? config.Rope.AttentionFactor ?? 1 + Math.Log(config.Rope.Factor) / 10 : 1;

    private double[] FeedForward(double[] row, string name) => Linear(
        [.. Linear(row, $"{name}.gate_proj").Zip(Linear(row, $"{name}.up_proj"), (gate, up) => gate / (1 + Math.Exp(-gate)) * up)], $"{name}.down_proj");

    private double[] Norm(double[] row, string name)
    {
        var size = Math.Sqrt(row.Average(value => value * value) + config.NormEpsilon);
        return [.. row.Zip(Weight($"{name}.weight"), (value, weight) => value / size * weight)];
    }

    private double[] Linear(double[] row, string name)
    {
        var (matrix, bias) = (Weight($"{name}.weight"), weights.Contains($"{name}.bias") ? Weight($"{name}.bias") : null);
        return [.. Enumerable.Range(0, matrix.Length / row.Length).Select(i => Dot(row, matrix.AsSpan(i * row.Length, row.Length)) + (bias?[i] ?? 0))];
    }

    private double[] Weight(string name) => _weights.TryGetValue(name, out var known) ? known : _weights[name] = [.. weights.Floats(name).Select(value => (double)value)];

    private static double Mix(double from, double to, double part) => from + (to - from) * Math.Clamp(part, 0, 1);

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    private static double[][] Sum(double[][] left, double[][] right) => [.. left.Zip(right, (x, y) => x.Zip(y, (a, b) => a + b).ToArray())];
}
