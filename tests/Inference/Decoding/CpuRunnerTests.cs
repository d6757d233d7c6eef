using Cocoon.Inference.Cpu.Backend;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Decoding;

public sealed class CpuRunnerTests : RunnerConformance
{
    protected override ITensorBackend Create() => new CpuBackend(2);
}
