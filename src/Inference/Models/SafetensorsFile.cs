using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Cocoon.Inference.Models;

/// <summary>
/// Reads tensors from a safetensors file through a memory map. Format: an 8-byte little-endian header length, a JSON
/// header of names, types, shapes and offsets, then the data (Hugging Face, safetensors specification). Not thread-safe.
/// </summary>
internal sealed unsafe class SafetensorsFile : IDisposable
{
    private const long MaxHeaderBytes = 100_000_000;

    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly long _dataStart;
    private readonly long _dataLength;
    private readonly Dictionary<string, JsonElement> _tensors = new(StringComparer.Ordinal);

    public SafetensorsFile(string path)
    {
        _path = path;
        var length = File.Exists(path) ? new FileInfo(path).Length : throw new ModelFileException($"The weights '{path}' are missing.");
        if (length < 8) throw Damaged("it is shorter than its header");
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        try
        {
            var headerLength = BinaryPrimitives.ReadInt64LittleEndian(new ReadOnlySpan<byte>(_start, 8));
            if (headerLength is < 2 or > MaxHeaderBytes || headerLength > length - 8) throw Damaged("its header length is impossible");
            _dataStart = 8 + headerLength;
            _dataLength = length - _dataStart;
            ReadHeader(new ReadOnlySpan<byte>(_start + 8, (int)headerLength));
        }
        catch
        {
            // Nobody else can: a map with a pointer into it is not collected.
            Dispose();
            throw;
        }
    }

    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>The type of the first weight, such as "BF16".</summary>
    /// <exception cref="ModelFileException">The header does not say.</exception>
    public string DataType
    {
        get
        {
            try
            {
                return _tensors.Values.First().GetProperty("dtype").GetString() ?? "";
            }
            catch (Exception e) when (ModelFolder.IsOtherForm(e))
            {
                throw Damaged("its first tensor has no type");
            }
        }
    }

    /// <summary>A tensor as 32-bit floats in row-major order.</summary>
    /// <exception cref="ModelFileException">It is missing, or its shape or type is not as expected.</exception>
    public float[] Read(string name, params ReadOnlySpan<int> shape)
    {
        if (!_tensors.TryGetValue(name, out var tensor)) throw Damaged($"the tensor '{name}' is missing");
        try
        {
            return Read(name, tensor, shape);
        }
        catch (Exception e) when (ModelFolder.IsOtherForm(e))
        {
            throw Damaged($"the tensor '{name}' is not described in the expected form");
        }
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private float[] Read(string name, JsonElement tensor, ReadOnlySpan<int> shape)
    {
        var actual = tensor.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt32()).ToArray();
        if (!shape.SequenceEqual(actual))
            throw Damaged($"the tensor '{name}' has shape [{string.Join(", ", actual)}], expected [{string.Join(", ", shape.ToArray())}]");
        var offsets = tensor.GetProperty("data_offsets");
        var (start, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        var count = actual.Aggregate(1L, (product, dimension) => checked(product * dimension));
        var type = tensor.GetProperty("dtype").GetString();
        if (start < 0 || end < start || end > _dataLength || end - start != count * SizeOf(type, name)) throw Damaged($"the data of '{name}' is cut off");
        return Convert(new ReadOnlySpan<byte>(_start + _dataStart + start, checked((int)(end - start))), type, (int)count);
    }

    private static float[] Convert(ReadOnlySpan<byte> bytes, string? type, int count)
    {
        var values = new float[count];
        switch (type)
        {
            case "F32":
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
                break;
            case "F16":
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
                break;
            default:
                // bfloat16 is the upper half of a 32-bit float.
                var halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (var i = 0; i < count; i++) values[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
                break;
        }
        return values;
    }

    private int SizeOf(string? type, string name) => type switch
    {
        "F32" => 4,
        "F16" or "BF16" => 2,
        _ => throw Damaged($"the tensor '{name}' has type {type}; F32, F16 and BF16 are supported"),
    };

    private void ReadHeader(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            using var header = JsonDocument.ParseValue(ref reader);
            foreach (var entry in header.RootElement.EnumerateObject())
                if (entry.Name != "__metadata__") _tensors[entry.Name] = entry.Value.Clone();
        }
        catch (Exception e) when (e is JsonException || ModelFolder.IsOtherForm(e))
        {
            throw Damaged("its header is not a JSON object");
        }
        if (_tensors.Count == 0) throw Damaged("it has no tensors");
    }

    private ModelFileException Damaged(string what) => new($"The weights '{_path}' cannot be used: {what}.");
}
