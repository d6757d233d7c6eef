using Cocoon.Inference.Cpu.Backend;
using Cocoon.Inference.Decoding;
using Cocoon.Inference.LlamaCpp.Library;
using Cocoon.Inference.Models.Gguf;

namespace Cocoon.Bench.Inference;

/// <summary>One synthetic model in our engine and in llama.cpp, on one thread and on two.</summary>
internal sealed class ModelMeters : IDisposable
{
    public const int Sequences = 8;
    public const int PromptTokens = 256;

    private readonly SyntheticModel _model;
    private readonly int _steps;
    private readonly Dictionary<string, IMeter> _meters = [];

    /// <param name="model">The model.</param>
    /// <param name="path">Where its file is.</param>
    /// <param name="library">llama.cpp; null without.</param>
    /// <param name="steps">Steps of a measurement.</param>
    public ModelMeters(SyntheticModel model, string path, LlamaCppLibrary? library, int steps)
    {
        (_model, _steps) = (model, steps);
        foreach (var threads in (int[])[1, 2])
        {
            var options = new DecoderRunnerOptions { MaxSequences = Sequences, MaxRows = PromptTokens, KeyValueBlocks = 128 };
            _meters[Key("ours", threads)] = new RunnerMeter(new DecoderRunner(model.Config, new GgufWeights(new GgufFile(path)), new CpuBackend(threads), options));
            if (library is not null) _meters[Key("llama", threads)] = new LlamaCppMeter(library, path, threads);
        }
    }

    public RunnerMeter Ours => (RunnerMeter)_meters[Key("ours", 2)];

    /// <summary>Name of a figure: tokens a second.</summary>
    public string Figure(string what, string engine, int threads) => $"{_model.Name} {what} {Key(engine, threads)}";

    /// <summary>Measures everything once, engine beside engine.</summary>
    /// <param name="series">Where figures go.</param>
    /// <param name="slowToo">Whether to read a long prompt on one thread too.</param>
    public void Measure(Series series, bool slowToo)
    {
        foreach (var (key, meter) in _meters) series.Add($"{_model.Name} decode {key}", 1 / meter.Decode(1, _steps));
        foreach (var (key, meter) in _meters) series.Add($"{_model.Name} batch {key}", Sequences / meter.Decode(Sequences, Math.Max(2, _steps / 4)));
        foreach (var (key, meter) in _meters)
            if (slowToo || key == Key("ours", 2) || key == Key("llama", 2)) series.Add($"{_model.Name} prefill {key}", PromptTokens / meter.Prefill(PromptTokens));
    }

    public void Dispose()
    {
        foreach (var meter in _meters.Values) meter.Dispose();
    }

    private static string Key(string engine, int threads) => $"{engine} {threads}";
}
