using Cocoon.Inference;
using Cocoon.Inference.Cpu;
using Cocoon.Inference.Models;
using Cocoon.Inference.Tensors;

namespace Cocoon.Silo.Providers.Models;

/// <summary>The engine of this process.</summary>
/// <param name="open">Opens a folder in another way; null for the product's.</param>
internal sealed class CpuOpener(Func<ModelFolder, IInferenceEngine>? open) : IEngineOpener
{
    public string Name => "cpu";

    public IInferenceEngine Open(ModelEntry entry)
    {
        var folder = entry.OpenFolder();
        // A shorter context needs less room for keys and values.
        int? tokens = entry.MaxContext > 0 ? (int)Math.Min((long)entry.Slots * (entry.MaxContext + IKeyValueStore.BlockSize), int.MaxValue - IKeyValueStore.BlockSize) : null;
        return open is null ? CpuEngine.Open(folder, new CpuEngineOptions { Slots = entry.Slots, MaxKeyValueTokens = tokens }) : open(folder);
    }
}
