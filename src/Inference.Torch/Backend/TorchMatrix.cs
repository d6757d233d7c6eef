using Cocoon.Inference.Tensors;
using static TorchSharp.torch;

namespace Cocoon.Inference.Torch.Backend;

/// <summary>A weight in a device's memory; quantised ones are expanded.</summary>
internal sealed class TorchMatrix(Tensor values) : IMatrix
{
    public Tensor Values { get; } = values.DetachFromDisposeScope();

    public int Rows => (int)Values.shape[0];

    public int Columns => (int)Values.shape[1];

    public void Dispose() => Values.Dispose();
}
