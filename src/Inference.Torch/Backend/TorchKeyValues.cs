using Cocoon.Inference.Tensors;
using static TorchSharp.torch;

namespace Cocoon.Inference.Torch.Backend;

/// <summary>Pages of keys and of values: for each layer one tensor, a row for each slot. Zero at first, since what is masked out is still multiplied by 0.</summary>
internal sealed class TorchKeyValues : IKeyValueStore
{
    public TorchKeyValues(int layers, int blocks, int heads, int headSize, ScalarType type, Device device)
    {
        (Blocks, Heads, HeadSize) = (blocks, heads, headSize);
        Keys = [.. Enumerable.Range(0, layers).Select(_ => Page())];
        Values = [.. Enumerable.Range(0, layers).Select(_ => Page())];

        Tensor Page() => zeros([(long)blocks * IKeyValueStore.BlockSize, (long)heads * headSize], dtype: type, device: device).DetachFromDisposeScope();
    }

    public int Blocks { get; }

    public int Heads { get; }

    public int HeadSize { get; }

    public IReadOnlyList<Tensor> Keys { get; }

    public IReadOnlyList<Tensor> Values { get; }

    public void Dispose()
    {
        foreach (var page in Keys.Concat(Values)) page.Dispose();
    }
}
