using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Decoding.Reference;

/// <summary>Keys and values, one row a slot.</summary>
internal sealed class ReferenceKeyValues(int layers, int blocks, int heads, int headSize) : IKeyValueStore
{
    private readonly int _width = heads * headSize;
    private readonly float[][] _keys = Layers(layers, blocks * IKeyValueStore.BlockSize * heads * headSize);
    private readonly float[][] _values = Layers(layers, blocks * IKeyValueStore.BlockSize * heads * headSize);

    public int Blocks => blocks;

    public int Count => layers;

    public int Heads => heads;

    public int HeadSize => headSize;

    public Span<float> Key(int layer, int slot) => _keys[layer].AsSpan(slot * _width, _width);

    public Span<float> Value(int layer, int slot) => _values[layer].AsSpan(slot * _width, _width);

    public void Dispose()
    {
    }

    private static float[][] Layers(int count, int size) => [.. Enumerable.Range(0, count).Select(_ => new float[size])];
}
