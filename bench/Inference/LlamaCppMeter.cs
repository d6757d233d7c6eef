using System.Diagnostics;
using Cocoon.Inference.LlamaCpp.Library;

namespace Cocoon.Bench.Inference;

/// <summary>Times steps of llama.cpp on the same file.</summary>
internal sealed class LlamaCppMeter : IMeter
{
    private const int PromptTokens = 16;
    private const int MaxRows = 256;

    private readonly Random _random = new(4);
    private readonly LlamaCppModel _model;
    private readonly LlamaCppBatch _batch = new(MaxRows);

    public LlamaCppMeter(LlamaCppLibrary library, string path, int threads) =>
        _model = new LlamaCppModel(library, path, new LlamaCppModelOptions { Threads = threads, Capacity = 1024, MaxRows = MaxRows, MaxSequences = 8 });

    public double Prefill(int tokens)
    {
        _model.ForgetAll();
        var start = Stopwatch.GetTimestamp();
        Read(0, tokens);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public double Decode(int sequences, int steps)
    {
        _model.ForgetAll();
        for (var sequence = 0; sequence < sequences; sequence++) Read(sequence, PromptTokens);
        Step(sequences, PromptTokens);
        var start = Stopwatch.GetTimestamp();
        for (var i = 1; i <= steps; i++) Step(sequences, PromptTokens + i);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / steps;
    }

    public void Dispose()
    {
        _batch.Dispose();
        _model.Dispose();
    }

    private void Read(int sequence, int tokens)
    {
        _batch.Clear();
        for (var i = 0; i < tokens; i++) _batch.Add(_random.Next(3, _model.VocabularySize), i, sequence, i == tokens - 1);
        Finish();
    }

    private void Step(int sequences, int position)
    {
        _batch.Clear();
        for (var sequence = 0; sequence < sequences; sequence++) _batch.Add(7, position, sequence, output: true);
        Finish();
    }

    /// <summary>llama.cpp returns before all is computed; who asks for logits waits.</summary>
    private void Finish()
    {
        _model.Decode(_batch);
        GC.KeepAlive(_model.Logits(_batch.Count - 1)[0]);
    }
}
