using Cocoon.Inference;
using Cocoon.Inference.Decoding;
using Cocoon.Inference.Models;
using Cocoon.Inference.Serving;
using Cocoon.Inference.Tensors;

namespace Cocoon.Silo.Providers.Models;

/// <summary>TorchSharp, where this build has it: the best device that is there.</summary>
internal sealed class TorchOpener : IEngineOpener
{
    /// <summary>Tokens of a step where slots are few.</summary>
    private const int StepTokens = 256;

    public string Name => "torch";

    public IInferenceEngine Open(ModelEntry entry)
    {
        var folder = entry.OpenFolder();
        var context = entry.MaxContext > 0 ? Math.Min(entry.MaxContext, folder.Config.ContextLength) : folder.Config.ContextLength;
        var blocks = (long)entry.Slots * ((context / IKeyValueStore.BlockSize) + 1);
        var runner = new DecoderRunnerOptions { MaxSequences = entry.Slots, MaxRows = Math.Max(StepTokens, entry.Slots), KeyValueBlocks = (int)Math.Min(blocks, int.MaxValue) };
        try
        {
            return DecoderEngine.Open(folder, OptionalBackends.Find(Name).Create(device: null), runner, new LocalEngineOptions { Slots = entry.Slots });
        }
        catch (PlatformNotSupportedException e)
        {
            throw new ModelFileException(e.Message, e);
        }
    }
}
