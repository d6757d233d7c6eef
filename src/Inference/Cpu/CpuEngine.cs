using Cocoon.Inference.Cpu.Backend;
using Cocoon.Inference.Decoding;
using Cocoon.Inference.Models;
using Cocoon.Inference.Serving;

namespace Cocoon.Inference.Cpu;

/// <summary>
/// Opens models on the processor, in C# alone: the engine of a fresh machine, and the reference other engines are held
/// against. Its arithmetic is deterministic: a request with a seed gets the same tokens whatever else runs.
/// </summary>
public static class CpuEngine
{
    /// <summary>Tokens of one step: enough for matrices to be multiplied at full speed.</summary>
    private const int MaxRows = 256;

    /// <summary>Loads a model; takes as long as reading and hashing its weights.</summary>
    /// <exception cref="ModelFileException">The folder holds no model this engine can run.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option allows no work.</exception>
    public static LocalEngine Open(ModelFolder folder, CpuEngineOptions? options = null)
    {
        options ??= new CpuEngineOptions();
        var config = folder.Config;
        var (runner, quantization) = OpenRunner(folder, options);
        var version = typeof(CpuEngine).Assembly.GetName().Version!.ToString(3);
        // Nothing longer than what memory holds can be promised.
        var context = Math.Min(config.ContextLength, runner.Capacity);
        var descriptor = new EngineDescriptor(folder.Id, folder.HashWeights(), quantization, context, options.Slots, runner.Name, version) { Precision = runner.Precision };
        var serving = new LocalEngineOptions { Slots = options.Slots, MaxWaiting = options.MaxWaiting };
        return new LocalEngine(runner, folder.Tokenizer, descriptor, config.EndTokens, serving);
    }

    /// <summary>The model without an engine around it, and the precision of its stored weights.</summary>
    internal static (DecoderRunner Runner, string Quantization) OpenRunner(ModelFolder folder, CpuEngineOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Slots, 1);
        var config = folder.Config;
        if (folder.Tokenizer.Tokenizer.VocabularySize > config.VocabularySize)
            throw new ModelFileException($"The tokenizer of '{folder.Id}' has more tokens than the model.");
        var tokens = options.MaxKeyValueTokens ?? KeyValueBudget.DefaultTokens(config, options.Slots);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1, nameof(options.MaxKeyValueTokens));
        var decoding = new DecoderRunnerOptions { MaxSequences = options.Slots, MaxRows = Math.Max(MaxRows, options.Slots), KeyValueBlocks = KeyValueBudget.Blocks(tokens) };
        var weights = folder.OpenWeights();
        return (new DecoderRunner(config, weights, new CpuBackend(options.Threads), decoding), weights.Quantization);
    }
}
