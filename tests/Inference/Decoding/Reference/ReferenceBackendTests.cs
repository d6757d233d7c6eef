using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Decoding.Reference;

/// <summary>The reference is held to the same as those that are held against it.</summary>
public sealed class ReferenceBackendTests : BackendConformance
{
    protected override ITensorBackend Create() => new ReferenceBackend();
}
