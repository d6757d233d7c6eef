using Cocoon.Inference;
using Cocoon.Inference.LlamaCpp;
using Cocoon.Inference.LlamaCpp.Running;
using Cocoon.Inference.Models;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Providers.Models;

/// <summary>llama.cpp in a process of its own: GGUF models, on processors and graphics cards.</summary>
internal sealed partial class LlamaOpener(ILogger<LlamaOpener> logger, TimeProvider time) : IEngineOpener
{
    public string Name => "llama";

    public IInferenceEngine Open(ModelEntry entry)
    {
        var defaults = new LlamaCppRunnerOptions();
        var options = defaults with
        {
            MaxSequences = entry.Slots,
            ContextLength = entry.MaxContext > 0 ? entry.MaxContext : null,
            Capacity = entry.MaxContext > 0 ? (int)Math.Min((long)entry.Slots * entry.MaxContext, int.MaxValue) : defaults.Capacity,
            Report = what => LogChild(entry.Name, what),
        };
        try
        {
            return LlamaCppEngine.Open(entry.OpenFolder(), options, time: time);
        }
        catch (LlamaCppException e)
        {
            throw new ModelFileException(e.Message, e);
        }
    }

    [LoggerMessage(1726, LogLevel.Warning, "llama.cpp with '{Model}': {What}")]
    private partial void LogChild(string model, string what);
}
