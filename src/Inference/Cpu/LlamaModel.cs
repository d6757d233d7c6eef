using System.Numerics.Tensors;

namespace Cocoon.Inference.Cpu;

/// <summary>
/// The Llama decoder: RMSNorm, rotary positions (half-rotation layout), grouped-query attention, SwiGLU. One token at a
/// time and in a fixed order of summation, so a sequence gives the same bits whatever else runs. Immutable; each sequence
/// brings its own <see cref="LlamaSequence"/>.
/// </summary>
internal sealed class LlamaModel(LlamaConfig config, LlamaWeights weights)
{
    private readonly float[] _inverseFrequencies = [.. Enumerable.Range(0, config.HeadSize / 2)
        .Select(i => (float)(1 / Math.Pow(config.RopeTheta, 2.0 * i / config.HeadSize)))];

    public LlamaConfig Config { get; } = config;

    /// <summary>Feeds one token and leaves the final hidden state in the sequence.</summary>
    public void Feed(LlamaSequence sequence, int token)
    {
        var position = sequence.Length;
        weights.Embeddings.AsSpan(token * Config.Hidden, Config.Hidden).CopyTo(sequence.Hidden);
        sequence.SetAngles(_inverseFrequencies, position);
        for (var layer = 0; layer < Config.Layers; layer++)
        {
            Attend(sequence, weights.Layers[layer], layer, position);
            FeedForward(sequence, weights.Layers[layer]);
        }
        Normalize(sequence.Hidden, weights.FinalNorm, sequence.Normal);
        sequence.Advance();
    }

    /// <summary>The logits that follow the token fed last.</summary>
    public ReadOnlySpan<float> Logits(LlamaSequence sequence)
    {
        Multiply(weights.Output, sequence.Normal, sequence.Logits);
        return sequence.Logits;
    }

    private void Attend(LlamaSequence sequence, LlamaWeights.Layer layer, int index, int position)
    {
        Normalize(sequence.Hidden, layer.AttentionNorm, sequence.Normal);
        var key = sequence.Key(index, position);
        Multiply(layer.Query, sequence.Normal, sequence.Query);
        Multiply(layer.Key, sequence.Normal, key);
        Multiply(layer.Value, sequence.Normal, sequence.Value(index, position));
        Rotate(sequence.Query, sequence);
        Rotate(key, sequence);

        var group = Config.Heads / Config.KeyValueHeads;
        for (var head = 0; head < Config.Heads; head++) AttendHead(sequence, index, head, head / group, position);
        Multiply(layer.AttentionOutput, sequence.Mixed, sequence.Projected);
        TensorPrimitives.Add(sequence.Hidden, sequence.Projected, sequence.Hidden);
    }

    private void AttendHead(LlamaSequence sequence, int layer, int head, int keyValueHead, int position)
    {
        var size = Config.HeadSize;
        var query = sequence.Query.AsSpan(head * size, size);
        var scores = sequence.Scores.AsSpan(0, position + 1);
        for (var past = 0; past <= position; past++)
            scores[past] = TensorPrimitives.Dot(query, sequence.Key(layer, past).Slice(keyValueHead * size, size));
        TensorPrimitives.Multiply(scores, 1 / MathF.Sqrt(size), scores);
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
        TensorPrimitives.SoftMax(scores, scores);

        var mixed = sequence.Mixed.AsSpan(head * size, size);
        mixed.Clear();
        for (var past = 0; past <= position; past++)
            TensorPrimitives.MultiplyAdd(sequence.Value(layer, past).Slice(keyValueHead * size, size), scores[past], mixed, mixed);
    }

    private void FeedForward(LlamaSequence sequence, LlamaWeights.Layer layer)
    {
        Normalize(sequence.Hidden, layer.FeedForwardNorm, sequence.Normal);
        Multiply(layer.Gate, sequence.Normal, sequence.Gate);
        Multiply(layer.Up, sequence.Normal, sequence.Up);
        // SwiGLU: gate × sigmoid(gate) × up.
        TensorPrimitives.Sigmoid(sequence.Gate, sequence.Activation);
        TensorPrimitives.Multiply(sequence.Gate, sequence.Activation, sequence.Gate);
        TensorPrimitives.Multiply(sequence.Gate, sequence.Up, sequence.Gate);
        Multiply(layer.Down, sequence.Gate, sequence.Projected);
        TensorPrimitives.Add(sequence.Hidden, sequence.Projected, sequence.Hidden);
    }

    private void Normalize(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> output)
    {
        var scale = 1 / MathF.Sqrt(TensorPrimitives.SumOfSquares(input) / input.Length + Config.NormEpsilon);
        TensorPrimitives.Multiply(input, scale, output);
        TensorPrimitives.Multiply(output, weight, output);
    }

    /// <summary>output = matrix × input, one dot product per row.</summary>
    private static void Multiply(float[] matrix, ReadOnlySpan<float> input, Span<float> output)
    {
        for (var row = 0; row < output.Length; row++)
            output[row] = TensorPrimitives.Dot(matrix.AsSpan(row * input.Length, input.Length), input);
    }

    /// <summary>Rotates each head's halves against each other by the position's angles.</summary>
    private void Rotate(Span<float> heads, LlamaSequence sequence)
    {
        var half = Config.HeadSize / 2;
        for (var start = 0; start < heads.Length; start += Config.HeadSize)
        {
            var first = heads.Slice(start, half);
            var second = heads.Slice(start + half, half);
            for (var i = 0; i < half; i++)
            {
                var (cos, sin) = (sequence.Cosines[i], sequence.Sines[i]);
                (first[i], second[i]) = (first[i] * cos - second[i] * sin, second[i] * cos + first[i] * sin);
            }
        }
    }
}
