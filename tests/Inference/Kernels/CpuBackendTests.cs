using Cocoon.Inference.Cpu.Backend;
using Cocoon.Inference.Cpu.Kernels;
using Cocoon.Inference.Tensors;
using Cocoon.Inference.Tests.Decoding;

namespace Cocoon.Inference.Tests.Kernels;

/// <summary>The processor's arithmetic is held to what every backend's is.</summary>
public sealed class CpuBackendTests : BackendConformance
{
    protected override ITensorBackend Create() => new CpuBackend(2, new ComputeTeam(2));
}
