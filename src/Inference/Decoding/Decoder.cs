using Cocoon.Inference.Models;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Decoding;

/// <summary>
/// The layers of Llama, Qwen 2 and Qwen 3 (transformers' modeling_llama.py, modeling_qwen2.py and modeling_qwen3.py):
/// RMSNorm, attention with rotary positions, RMSNorm, SwiGLU. Works in memory taken once. Owns weights, keys and values.
/// </summary>
internal sealed class Decoder : IDisposable
{
    private readonly ModelConfig _config;
    private readonly ITensorBackend _backend;
    private readonly DecoderWeights _weights;
    private readonly DecoderMemory _memory;
    private readonly float[] _frequencies;
    private readonly float _magnitude;
    private readonly float _scale;

    public Decoder(ModelConfig config, IWeightSource weights, ITensorBackend backend, DecoderRunnerOptions options)
    {
        (_config, _backend) = (config, backend);
        _weights = new DecoderWeights(config, weights, backend);
        (_frequencies, _magnitude) = RopeFrequencies.Of(config.Rope, config.HeadSize);
        _scale = 1 / MathF.Sqrt(config.HeadSize);
        try
        {
            _memory = new DecoderMemory(config, backend, options);
        }
        catch
        {
            _weights.Dispose();
            throw;
        }
    }

    /// <summary>Final hidden states of the wanted rows of the last step, in their order.</summary>
    public ITensor States => _memory.States;

    /// <summary>What <see cref="ComputeLogits"/> made.</summary>
    public ITensor Logits => _memory.Logits;

    public void CopyBlock(BlockCopy copy) => _backend.CopyBlock(_memory.KeyValues, copy.From, copy.To);

    /// <summary>Reads tokens, stores their keys and values and leaves the wanted rows in <see cref="States"/>.</summary>
    public void Read(ReadOnlySpan<int> tokens, StepRows rows)
    {
        _backend.Embed(_weights.Embeddings, tokens, _memory.Hidden);
        for (var index = 0; index < _config.Layers - 1; index++)
        {
            var layer = _weights.Layers[index];
            _backend.RmsNorm(_memory.Hidden, layer.AttentionNorm, _config.NormEpsilon, rows.Count, _memory.Normal);
            StoreKeysAndValues(layer, index, rows);
            Attend(layer, index, _memory.Hidden, _memory.Normal, rows.Positions, rows.Sequences);
            FeedForward(layer, _memory.Hidden, rows.Count);
        }
        ReadLastLayer(rows);
    }

    /// <summary>Makes the logits of some of the <see cref="States"/>.</summary>
    /// <param name="rows">Numbers of states; at most as many as there are sequences.</param>
    public void ComputeLogits(ReadOnlySpan<int> rows)
    {
        _backend.Gather(_memory.States, rows, _memory.LogitStates);
        _backend.Linear(_weights.Output, null, _memory.LogitStates, rows.Length, _memory.Logits);
    }

    public void Dispose()
    {
        _memory.Dispose();
        _weights.Dispose();
    }

    /// <summary>The last layer's keys and values are later tokens' business; its outputs only that of the rows that are wanted.</summary>
    private void ReadLastLayer(StepRows rows)
    {
        var (index, layer) = (_config.Layers - 1, _weights.Layers[^1]);
        _backend.RmsNorm(_memory.Hidden, layer.AttentionNorm, _config.NormEpsilon, rows.Count, _memory.Normal);
        StoreKeysAndValues(layer, index, rows);
        if (rows.WantedCount == 0) return;
        _backend.Gather(_memory.Hidden, rows.Wanted, _memory.WantedHidden);
        _backend.Gather(_memory.Normal, rows.Wanted, _memory.WantedNormal);
        Attend(layer, index, _memory.WantedHidden, _memory.WantedNormal, rows.WantedPositions, rows.WantedSequences);
        FeedForward(layer, _memory.WantedHidden, rows.WantedCount);
        _backend.RmsNorm(_memory.WantedHidden, _weights.FinalNorm, _config.NormEpsilon, rows.WantedCount, _memory.States);
    }

    private void StoreKeysAndValues(DecoderLayer layer, int index, StepRows rows)
    {
        Multiply(layer.Key, _memory.Normal, rows.Count, _memory.Key);
        Multiply(layer.Value, _memory.Normal, rows.Count, _memory.Value);
        Turn(_memory.Key, layer.KeyNorm, rows.Positions);
        _backend.Store(_memory.KeyValues, index, _memory.Key, _memory.Value, rows.Slots);
    }

    private void Attend(DecoderLayer layer, int index, ITensor hidden, ITensor normal, ReadOnlySpan<int> positions, ReadOnlySpan<SequenceRows> sequences)
    {
        Multiply(layer.Query, normal, positions.Length, _memory.Query);
        Turn(_memory.Query, layer.QueryNorm, positions);
        _backend.Attend(_memory.KeyValues, index, _memory.Query, sequences, _scale, _memory.Mixed);
        Multiply(layer.AttentionOutput, _memory.Mixed, positions.Length, _memory.Projected);
        _backend.Add(hidden, _memory.Projected, positions.Length);
    }

    private void FeedForward(DecoderLayer layer, ITensor hidden, int rows)
    {
        _backend.RmsNorm(hidden, layer.FeedForwardNorm, _config.NormEpsilon, rows, _memory.Normal);
        Multiply(layer.Gate, _memory.Normal, rows, _memory.Gate);
        Multiply(layer.Up, _memory.Normal, rows, _memory.Up);
        _backend.SiluMultiply(_memory.Gate, _memory.Up, rows, _memory.Gated);
        Multiply(layer.Down, _memory.Gated, rows, _memory.Projected);
        _backend.Add(hidden, _memory.Projected, rows);
    }

    private void Turn(ITensor heads, ITensor? norm, ReadOnlySpan<int> positions)
    {
        if (norm is not null) _backend.RmsNormHeads(heads, norm, _config.HeadSize, _config.NormEpsilon, positions.Length);
        _backend.Rotate(heads, _config.HeadSize, positions, _frequencies, _magnitude, _config.Rope.Interleaved);
    }

    private void Multiply(Projection projection, ITensor input, int rows, ITensor output) =>
        _backend.Linear(projection.Weight, projection.Bias, input, rows, output);
}
