using Cocoon.Inference.Tensors;
using TorchSharp;

namespace Cocoon.Inference.Torch;

/// <summary>Makes <see cref="TorchBackend"/>s for <see cref="OptionalBackends"/>.</summary>
public sealed class TorchBackendFactory : ITensorBackendFactory
{
    public ITensorBackend Create(string? device) => new TorchBackend(new TorchBackendOptions { Device = device ?? (torch.cuda.is_available() ? "cuda:0" : "cpu") });
}
