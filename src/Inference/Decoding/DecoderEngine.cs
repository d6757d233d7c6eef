using Cocoon.Inference.Models;
using Cocoon.Inference.Serving;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Decoding;

/// <summary>Opens models on any backend: the same decoder, scheduler and paging everywhere.</summary>
public static class DecoderEngine
{
    /// <summary>Loads a model; takes as long as reading and hashing its weights and bringing them to the device.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="backend">The device; the engine's from now on, and disposed when this throws.</param>
    /// <param name="runner">Memory and steps; null for the defaults.</param>
    /// <param name="serving">How requests share it; null for the defaults.</param>
    /// <exception cref="ModelFileException">The folder holds no model this engine can run.</exception>
    /// <exception cref="ArgumentException">An option allows no work.</exception>
    public static LocalEngine Open(ModelFolder folder, ITensorBackend backend, DecoderRunnerOptions? runner = null, LocalEngineOptions? serving = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(backend);
        IWeightSource weights;
        try
        {
            weights = folder.OpenWeights();
        }
        catch
        {
            backend.Dispose();
            throw;
        }
        var stored = weights.Quantization;
        var decoder = new DecoderRunner(folder.Config, weights, backend, runner);
        try
        {
            var version = typeof(DecoderEngine).Assembly.GetName().Version!.ToString(3);
            // Nothing longer than what memory holds can be promised.
            var context = Math.Min(folder.Config.ContextLength, decoder.Capacity);
            var descriptor = new EngineDescriptor(folder.Id, folder.HashWeights(), stored, context, decoder.MaxSequences, decoder.Name, version) { Precision = decoder.Precision };
            return new LocalEngine(decoder, folder.Tokenizer, descriptor, folder.Config.EndTokens, serving);
        }
        catch
        {
            decoder.Dispose();
            throw;
        }
    }
}
