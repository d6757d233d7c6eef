using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Cpu.Backend;

/// <summary>
/// Keys and values as 32-bit floats. Of each layer, block and head the sixteen keys lie together, so that they are a small
/// matrix; then come its sixteen values.
/// </summary>
internal sealed unsafe class CpuKeyValues : IKeyValueStore
{
    private readonly NativeBlock _memory;

    public CpuKeyValues(int layers, int blocks, int heads, int headSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blocks);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(headSize);
        (Layers, Blocks, Heads, HeadSize) = (layers, blocks, heads, headSize);
        _memory = new NativeBlock(layers * (long)blocks * BlockFloats * sizeof(float));
    }

    public int Layers { get; }

    public int Blocks { get; }

    public int Heads { get; }

    public int HeadSize { get; }

    /// <summary>Floats of the keys, or of the values, of one head in one block.</summary>
    public int HalfFloats => IKeyValueStore.BlockSize * HeadSize;

    /// <summary>Floats of one block of one layer.</summary>
    public long BlockFloats => 2L * Heads * HalfFloats;

    public float* Block(int layer, int block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)layer, (uint)Layers);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)block, (uint)Blocks);
        return (float*)_memory.Start + ((long)layer * Blocks + block) * BlockFloats;
    }

    public float* Keys(int layer, int block, int head) => Block(layer, block) + 2L * head * HalfFloats;

    public float* Values(int layer, int block, int head) => Keys(layer, block, head) + HalfFloats;

    public void Dispose() => _memory.Dispose();
}
