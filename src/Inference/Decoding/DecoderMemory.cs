using Cocoon.Inference.Models;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Decoding;

/// <summary>Keys, values and activations of a decoder, taken once for the largest step.</summary>
internal sealed class DecoderMemory : IDisposable
{
    private readonly ITensorBackend _backend;
    private readonly List<IDisposable> _taken = [];

    public DecoderMemory(ModelConfig config, ITensorBackend backend, DecoderRunnerOptions options)
    {
        _backend = backend;
        try
        {
            KeyValues = backend.CreateKeyValues(config.Layers, options.KeyValueBlocks, config.KeyValueHeads, config.HeadSize);
            _taken.Add(KeyValues);
            var rows = options.MaxRows;
            Hidden = Take(rows, config.Hidden);
            Normal = Take(rows, config.Hidden);
            WantedHidden = Take(rows, config.Hidden);
            WantedNormal = Take(rows, config.Hidden);
            States = Take(rows, config.Hidden);
            Query = Take(rows, config.QuerySize);
            Mixed = Take(rows, config.QuerySize);
            Key = Take(rows, config.KeyValueSize);
            Value = Take(rows, config.KeyValueSize);
            Projected = Take(rows, config.Hidden);
            Gate = Take(rows, config.FeedForward);
            Up = Take(rows, config.FeedForward);
            Gated = Take(rows, config.FeedForward);
            LogitStates = Take(options.MaxSequences, config.Hidden);
            Logits = Take(options.MaxSequences, config.VocabularySize);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IKeyValueStore KeyValues { get; }

    /// <summary>The residual stream.</summary>
    public ITensor Hidden { get; }

    public ITensor Normal { get; }

    public ITensor WantedHidden { get; }

    public ITensor WantedNormal { get; }

    /// <summary>After the last norm.</summary>
    public ITensor States { get; }

    public ITensor Query { get; }

    /// <summary>Values as attention mixed them.</summary>
    public ITensor Mixed { get; }

    public ITensor Key { get; }

    public ITensor Value { get; }

    /// <summary>What is added to the residual stream.</summary>
    public ITensor Projected { get; }

    public ITensor Gate { get; }

    public ITensor Up { get; }

    public ITensor Gated { get; }

    public ITensor LogitStates { get; }

    public ITensor Logits { get; }

    public void Dispose()
    {
        foreach (var memory in _taken) memory.Dispose();
        _taken.Clear();
    }

    private ITensor Take(int rows, int columns)
    {
        var tensor = _backend.Create(rows, columns);
        _taken.Add(tensor);
        return tensor;
    }
}
