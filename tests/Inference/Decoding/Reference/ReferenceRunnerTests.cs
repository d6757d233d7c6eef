using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Decoding.Reference;

public sealed class ReferenceRunnerTests : RunnerConformance
{
    protected override ITensorBackend Create() => new ReferenceBackend();
}
