using Cocoon.Inference.Tensors;
using static TorchSharp.torch;

namespace Cocoon.Inference.Torch.Backend;

/// <summary>Rows in a device's memory, for as long as it is not disposed of: no scope of a step ends it.</summary>
internal sealed class TorchTensor(Tensor values) : ITensor
{
    public Tensor Values { get; } = values.DetachFromDisposeScope();

    public int Rows => (int)Values.shape[0];

    public int Columns => (int)Values.shape[1];

    public void Dispose() => Values.Dispose();
}
