using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Models.Gguf;

/// <summary>
/// A GGUF file of version 2 or 3, little-endian: metadata, descriptions of tensors, then their data, each aligned
/// (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md).
/// </summary>
internal sealed class GgufFile : IDisposable
{
    private const uint Magic = 0x4655_4747;
    private const int MaxTensors = 100_000;
    private const int MaxNameBytes = 256;
    private const int DefaultAlignment = 32;

    /// <summary>A description takes at least a name's length, the number of dimensions, one, the type and the place.</summary>
    private const int MinTensorBytes = 32;

    private readonly MappedFile _file;
    private readonly long _dataStart;
    private readonly Dictionary<string, GgufTensor> _tensors = new(StringComparer.Ordinal);

    /// <exception cref="ModelFileException">The file is missing, damaged or has types of weights that are not known.</exception>
    public GgufFile(string path)
    {
        _file = new MappedFile(path);
        try
        {
            var cursor = new GgufCursor(_file);
            if (cursor.UInt32() != Magic) throw cursor.Damaged("it is not a GGUF file");
            if (cursor.UInt32() is var version and not (2 or 3)) throw cursor.Damaged($"its GGUF version is {version}; 2 and 3 are supported, little-endian");
            var tensors = cursor.Count("tensors", MaxTensors, MinTensorBytes);
            Metadata = new GgufMetadata(cursor, GgufMetadata.Count(cursor), path);
            var alignment = Metadata.Integer("general.alignment") ?? DefaultAlignment;
            if (alignment is < 1 or > 65_536 || !int.IsPow2(alignment)) throw cursor.Damaged($"its alignment is {alignment}");
            var found = new List<GgufTensor>();
            for (var i = 0; i < tensors; i++) found.Add(ReadTensor(cursor, alignment));
            _dataStart = (cursor.Position + alignment - 1) / alignment * alignment;
            Add(found, cursor);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public MappedFile File => _file;

    public GgufMetadata Metadata { get; }

    /// <summary>By Hugging Face's names.</summary>
    public IReadOnlyDictionary<string, GgufTensor> Tensors => _tensors;

    /// <summary>A weight of the given shape, all of its values finite.</summary>
    /// <exception cref="ModelFileException">It is missing, or of another shape, or not finite.</exception>
    public StoredTensor Get(string name, int rows, int columns)
    {
        if (!_tensors.TryGetValue(name, out var tensor)) throw Damaged($"the tensor '{name}' is missing");
        if (tensor.Rows != rows || tensor.Columns != columns)
            throw Damaged($"the tensor '{tensor.Name}' ({name}) has shape [{tensor.Rows}, {tensor.Columns}], expected [{rows}, {columns}]");
        var stored = new StoredTensor(name, tensor.Type, rows, columns, _file.Address(_dataStart + tensor.Start), tensor.Bytes);
        return FiniteCheck.IsFinite(stored) ? stored : throw Damaged($"the tensor '{tensor.Name}' ({name}) has values that are not finite");
    }

    public void Dispose() => _file.Dispose();

    private static GgufTensor ReadTensor(GgufCursor cursor, int alignment)
    {
        var name = cursor.Text("a tensor's name", MaxNameBytes);
        var dimensions = cursor.UInt32();
        if (dimensions is < 1 or > 4) throw cursor.Damaged($"the tensor '{name}' has {dimensions} dimensions");
        var columns = Size();
        var rows = dimensions > 1 ? Size() : 1;
        for (var i = 2; i < dimensions; i++)
            if (Size() != 1) throw cursor.Damaged($"the tensor '{name}' is not a matrix");
        var (type, block, blockBytes) = TypeOf(cursor.UInt32(), name, cursor);
        if (columns % block != 0) throw cursor.Damaged($"the tensor '{name}' has rows of {columns} entries, which are not whole blocks of {block}");
        var start = cursor.UInt64();
        if (start > long.MaxValue / 2 || start % (ulong)alignment != 0) throw cursor.Damaged($"the data of '{name}' is at an impossible place");
        // Both sizes are below 2^31, so their product fits; as bytes it may not.
        var blocks = (long)rows * (columns / block);
        if (blocks > long.MaxValue / 2 / blockBytes) throw cursor.Damaged($"the shape of '{name}' is impossible");
        return new GgufTensor(name, type, rows, columns, (long)start, blocks * blockBytes);

        int Size() => cursor.UInt64() is var size and >= 1 and <= int.MaxValue ? (int)size : throw cursor.Damaged($"the shape of '{name}' is impossible");
    }

    /// <summary>GGML's type numbers, entries of a block and bytes of one (ggml.h, ggml-common.h).</summary>
    private static (WeightType Type, int Block, int BlockBytes) TypeOf(uint number, string name, GgufCursor cursor) => number switch
    {
        0 => (WeightType.F32, 1, 4),
        1 => (WeightType.F16, 1, 2),
        8 => (WeightType.Q80, 32, 34),
        12 => (WeightType.Q4K, 256, 144),
        14 => (WeightType.Q6K, 256, 210),
        30 => (WeightType.BF16, 1, 2),
        _ => throw cursor.Damaged($"the tensor '{name}' has GGML type {number}; F32, F16, BF16, Q8_0, Q4_K and Q6_K are supported"),
    };

    private void Add(List<GgufTensor> tensors, GgufCursor cursor)
    {
        if (tensors.Count == 0) throw cursor.Damaged("it has no tensors");
        var end = 0L;
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Start))
        {
            if (tensor.Start < end) throw cursor.Damaged($"the data of '{tensor.Name}' overlaps another tensor's");
            if (tensor.Bytes > _file.Length - _dataStart - tensor.Start) throw cursor.Damaged($"the data of '{tensor.Name}' is cut off");
            end = tensor.Start + tensor.Bytes;
            if (!_tensors.TryAdd(GgufNames.ToHuggingFace(tensor.Name), tensor)) throw cursor.Damaged($"the tensor '{tensor.Name}' is there twice");
        }
    }

    private ModelFileException Damaged(string what) => new($"The weights '{_file.Path}' cannot be used: {what}.");
}
