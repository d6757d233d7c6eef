using System.Buffers.Binary;
using System.Text;

namespace Cocoon.Inference.LlamaCpp.Tests.Files;

/// <summary>Writes GGUF version 3 (ggml, docs/gguf.md): header, values, descriptions of tensors, data aligned to 32 bytes.</summary>
internal sealed class GgufWriter
{
    private const int Alignment = 32;

    private readonly MemoryStream _values = new();
    private readonly List<(string Name, int[] Shape, byte[] Data)> _tensors = [];
    private int _valueCount;

    public void Add(string key, uint value) => AddKey(key, 4).Write(BitConverter.GetBytes(value));

    public void Add(string key, float value) => AddKey(key, 6).Write(BitConverter.GetBytes(value));

    public void Add(string key, string value) => WriteText(AddKey(key, 8), value);

    public void Add(string key, IReadOnlyList<string> values)
    {
        AddArray(key, 8, values.Count);
        foreach (var value in values) WriteText(_values, value);
    }

    public void Add(string key, IReadOnlyList<int> values)
    {
        AddArray(key, 5, values.Count);
        foreach (var value in values) _values.Write(BitConverter.GetBytes(value));
    }

    /// <summary>A tensor of 32-bit floats; the shape's last dimension is the innermost, as in safetensors.</summary>
    public void AddTensor(string name, int[] shape, float[] values)
    {
        var data = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), values[i]);
        _tensors.Add((name, shape, data));
    }

    public void Save(string path)
    {
        using var stream = File.Create(path);
        using var writer = new BinaryWriter(stream);
        writer.Write("GGUF"u8);
        writer.Write(3);
        writer.Write((long)_tensors.Count);
        writer.Write((long)_valueCount);
        writer.Write(_values.ToArray());
        long offset = 0;
        foreach (var (name, shape, data) in _tensors)
        {
            WriteText(stream, name);
            writer.Write(shape.Length);
            foreach (var dimension in shape.Reverse()) writer.Write((long)dimension);
            writer.Write(0);
            writer.Write(offset);
            offset += (data.Length + Alignment - 1) / Alignment * Alignment;
        }
        foreach (var (_, _, data) in _tensors)
        {
            while (stream.Position % Alignment != 0) writer.Write((byte)0);
            writer.Write(data);
        }
    }

    private void AddArray(string key, int type, int count)
    {
        var stream = AddKey(key, 9);
        stream.Write(BitConverter.GetBytes(type));
        stream.Write(BitConverter.GetBytes((long)count));
    }

    private MemoryStream AddKey(string key, int type)
    {
        _valueCount++;
        WriteText(_values, key);
        _values.Write(BitConverter.GetBytes(type));
        return _values;
    }

    private static void WriteText(Stream stream, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        stream.Write(BitConverter.GetBytes((long)bytes.Length));
        stream.Write(bytes);
    }
}
