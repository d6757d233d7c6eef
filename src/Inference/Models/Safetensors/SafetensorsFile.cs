using System.Buffers.Binary;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Models.Safetensors;

/// <summary>
/// One safetensors file: an 8-byte little-endian header length, a JSON header of names, types, shapes and offsets, then the
/// data (Hugging Face, safetensors specification).
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const int LengthBytes = 8;

    private readonly MappedFile _file;
    private readonly long _dataStart;
    private readonly Dictionary<string, TensorEntry> _tensors;

    /// <exception cref="ModelFileException">The file is missing or damaged.</exception>
    public SafetensorsFile(string path)
    {
        _file = new MappedFile(path);
        try
        {
            if (_file.Length < LengthBytes) throw Damaged("it is shorter than its header");
            var headerLength = BinaryPrimitives.ReadInt64LittleEndian(_file.Span(0, LengthBytes));
            if (headerLength is < 2 or > SafetensorsHeader.MaxBytes || headerLength > _file.Length - LengthBytes) throw Damaged("its header length is impossible");
            _dataStart = LengthBytes + headerLength;
            _tensors = SafetensorsHeader.Read(_file.Span(LengthBytes, (int)headerLength).ToArray(), _file.Length - _dataStart, Damaged);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public MappedFile File => _file;

    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <summary>A weight of the given shape, all of its values finite.</summary>
    /// <exception cref="ModelFileException">It is missing, or of another shape or type, or not finite.</exception>
    public StoredTensor Get(string name, int rows, int columns)
    {
        if (!_tensors.TryGetValue(name, out var entry)) throw Damaged($"the tensor '{name}' is missing");
        var fits = entry.Shape is [var only] ? rows == 1 && only == columns : entry.Shape is [var first, var second] && first == rows && second == columns;
        if (!fits) throw Damaged($"the tensor '{name}' has shape [{string.Join(", ", entry.Shape)}], expected [{(rows == 1 ? $"{columns}" : $"{rows}, {columns}")}]");
        var type = entry.Type switch
        {
            "F32" => WeightType.F32,
            "F16" => WeightType.F16,
            "BF16" => WeightType.BF16,
            _ => throw Damaged($"the tensor '{name}' has type {entry.Type}; F32, F16 and BF16 are supported"),
        };
        var tensor = new StoredTensor(name, type, rows, columns, _file.Address(_dataStart + entry.Start), entry.Bytes);
        return FiniteCheck.IsFinite(tensor) ? tensor : throw Damaged($"the tensor '{name}' has values that are not finite");
    }

    public void Dispose() => _file.Dispose();

    private ModelFileException Damaged(string what) => new($"The weights '{_file.Path}' cannot be used: {what}.");
}
