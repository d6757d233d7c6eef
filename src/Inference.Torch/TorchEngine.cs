using Cocoon.Inference.Decoding;
using Cocoon.Inference.Models;
using Cocoon.Inference.Serving;

namespace Cocoon.Inference.Torch;

/// <summary>Opens models by libtorch.</summary>
public static class TorchEngine
{
    /// <inheritdoc cref="DecoderEngine.Open"/>
    public static LocalEngine Open(ModelFolder folder, TorchBackendOptions? backend = null, DecoderRunnerOptions? runner = null, LocalEngineOptions? serving = null) =>
        DecoderEngine.Open(folder, new TorchBackend(backend), runner, serving);
}
