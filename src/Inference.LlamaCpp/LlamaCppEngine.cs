using Cocoon.Inference.LlamaCpp.Running;
using Cocoon.Inference.Models;
using Cocoon.Inference.Serving;

namespace Cocoon.Inference.LlamaCpp;

/// <summary>
/// Opens GGUF models in llama.cpp: quantised ones, on processors and graphics cards. What serves them is a
/// <see cref="LocalEngine"/> as for every model of this machine; see docs/engines.md for what is particular.
/// </summary>
public static class LlamaCppEngine
{
    /// <summary>Starts llama.cpp's process, loads a model there and holds its tokenizer against ours.</summary>
    /// <param name="folder">A GGUF file, or a folder with one.</param>
    /// <param name="options">How llama.cpp runs it; null for the defaults.</param>
    /// <param name="serving">How requests share it; null for as many slots as the runner has sequences.</param>
    /// <param name="time">The clock of limits and waits; null for the system's.</param>
    /// <exception cref="ModelFileException">There is no GGUF file, or its tokenizer is another.</exception>
    /// <exception cref="LlamaCppException">llama.cpp is missing, of another release, or refuses the model.</exception>
    public static LocalEngine Open(ModelFolder folder, LlamaCppRunnerOptions? options = null, LocalEngineOptions? serving = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new LlamaCppRunnerOptions();
        var path = folder.GgufPath ?? throw new ModelFileException($"The model '{folder.Id}' is not a GGUF file, which is all that llama.cpp reads.");
        var hash = folder.HashWeights();
        return Serve(LlamaCppRunner.Open(path, options, time), folder, hash, serving ?? new LocalEngineOptions { Slots = options.MaxSequences }, time);
    }

    internal static LocalEngine Serve(LlamaCppRunner runner, ModelFolder folder, string hash, LocalEngineOptions serving, TimeProvider? time)
    {
        try
        {
            TokenizerCheck.Require(folder, runner);
            var descriptor = new EngineDescriptor(folder.Id, hash, runner.WeightType, runner.ContextLength, serving.Slots, "llama.cpp", runner.Version) { Precision = runner.Precision };
            return new LocalEngine(runner, folder.Tokenizer, descriptor, folder.Config.EndTokens, serving, time);
        }
        catch
        {
            runner.Dispose();
            throw;
        }
    }
}
