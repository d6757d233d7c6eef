using Cocoon.Inference.Tensors;
using Cocoon.Inference.Tests.Decoding;

namespace Cocoon.Inference.Torch.Tests;

/// <summary>The operations on the best device that is there.</summary>
public sealed class TorchBackendTests : BackendConformance
{
    protected override ITensorBackend Create() => new TorchBackendFactory().Create(null);
}
