using System.Runtime.InteropServices;
using Cocoon.Inference.Models;
using Cocoon.Inference.Tensors;
using Cocoon.Inference.Tests.Decoding.Reference;

namespace Cocoon.Inference.Tests.Decoding;

/// <summary>Weights in native memory, as a file's map would hold them.</summary>
internal sealed unsafe class MemoryWeights : IWeightSource
{
    /// <summary>Weights lie in files at addresses that are multiples of little.</summary>
    private const int Shift = 8;

    private readonly Dictionary<string, StoredTensor> _tensors = [];
    private readonly List<nint> _memory = [];

    public string Quantization { get; init; } = "f32";

    public bool Contains(string name) => _tensors.ContainsKey(name);

    public StoredTensor Get(string name, int rows, int columns)
    {
        if (!_tensors.TryGetValue(name, out var tensor)) throw new ModelFileException($"The tensor '{name}' is missing.");
        return (tensor.Rows, tensor.Columns) == (rows, columns)
            ? tensor
            : throw new ModelFileException($"The tensor '{name}' has shape [{tensor.Rows}, {tensor.Columns}], expected [{rows}, {columns}].");
    }

    public float[] Floats(string name) => StoredFloats.Of(_tensors[name]);

    public StoredTensor Add(string name, int rows, int columns, ReadOnlySpan<float> values) =>
        Add(name, WeightType.F32, rows, columns, MemoryMarshal.AsBytes(values));

    public StoredTensor Add(string name, WeightType type, int rows, int columns, ReadOnlySpan<byte> bytes)
    {
        var memory = (nint)NativeMemory.AlignedAlloc((nuint)(bytes.Length + Shift), 64);
        _memory.Add(memory);
        bytes.CopyTo(new Span<byte>((void*)(memory + Shift), bytes.Length));
        return _tensors[name] = new StoredTensor(name, type, rows, columns, memory + Shift, bytes.Length);
    }

    public void Dispose()
    {
        foreach (var memory in _memory) NativeMemory.AlignedFree((void*)memory);
        _memory.Clear();
        _tensors.Clear();
    }
}
