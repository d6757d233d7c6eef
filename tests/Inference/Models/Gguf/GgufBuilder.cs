using System.Text;

namespace Cocoon.Inference.Tests.Models.Gguf;

/// <summary>Writes GGUF files of version 3, good ones and, where told, bad ones.</summary>
internal sealed class GgufBuilder
{
    private readonly List<(string Key, byte[] Value)> _metadata = [];
    private readonly List<Tensor> _tensors = [];

    public uint Magic { get; set; } = 0x4655_4747;

    public uint Version { get; set; } = 3;

    /// <summary>Of the data; what the file says is its metadata "general.alignment".</summary>
    public int Alignment { get; set; } = 32;

    /// <summary>Written in place of the true number.</summary>
    public ulong? TensorCount { get; set; }

    public ulong? MetadataCount { get; set; }

    public List<Tensor> Tensors => _tensors;

    public GgufBuilder Add(string key, object value)
    {
        Remove(key);
        _metadata.Add((key, Bytes(writer => Value(writer, value))));
        return this;
    }

    /// <summary>A value of the given bytes: its type and what follows.</summary>
    public GgufBuilder AddRaw(string key, params byte[] value)
    {
        _metadata.Add((key, value));
        return this;
    }

    public GgufBuilder Remove(string key)
    {
        _metadata.RemoveAll(entry => entry.Key == key);
        return this;
    }

    /// <param name="name">In GGUF's form.</param>
    /// <param name="type">GGML's number.</param>
    /// <param name="data">Its bytes.</param>
    /// <param name="dimensions">Columns first.</param>
    public GgufBuilder AddTensor(string name, uint type, byte[] data, params ulong[] dimensions)
    {
        _tensors.Add(new Tensor { Name = name, Type = type, Data = data, Dimensions = dimensions });
        return this;
    }

    public byte[] Build()
    {
        var data = new MemoryStream();
        foreach (var tensor in _tensors)
        {
            data.Write(new byte[Padding(data.Length)]);
            tensor.Offset ??= (ulong)data.Length;
            data.Write(tensor.Data);
        }
        var head = Bytes(Head);
        return [.. head, .. new byte[Padding(head.Length)], .. data.ToArray()];
    }

    private int Padding(long length) => (int)((Alignment - (length % Alignment)) % Alignment);

    private void Head(BinaryWriter writer)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(TensorCount ?? (ulong)_tensors.Count);
        writer.Write(MetadataCount ?? (ulong)_metadata.Count);
        foreach (var (key, value) in _metadata)
        {
            Text(writer, key);
            writer.Write(value);
        }
        foreach (var tensor in _tensors)
        {
            Text(writer, tensor.Name);
            writer.Write(tensor.Dimensions.Length);
            foreach (var size in tensor.Dimensions) writer.Write(size);
            writer.Write(tensor.Type);
            writer.Write(tensor.Offset!.Value);
        }
    }

    private static void Value(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case int number:
                writer.Write(4);
                writer.Write(number);
                break;
            case float number:
                writer.Write(6);
                writer.Write(number);
                break;
            case bool flag:
                writer.Write(7);
                writer.Write(flag);
                break;
            case string text:
                writer.Write(8);
                Text(writer, text);
                break;
            case string[] texts:
                writer.Write(9);
                writer.Write(8);
                writer.Write((ulong)texts.Length);
                foreach (var text in texts) Text(writer, text);
                break;
            case int[] numbers:
                writer.Write(9);
                writer.Write(5);
                writer.Write((ulong)numbers.Length);
                foreach (var number in numbers) writer.Write(number);
                break;
            case float[] numbers:
                writer.Write(9);
                writer.Write(6);
                writer.Write((ulong)numbers.Length);
                foreach (var number in numbers) writer.Write(number);
                break;
            default:
                throw new ArgumentException($"There is no metadata of type {value.GetType()}.", nameof(value));
        }
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)utf8.Length);
        writer.Write(utf8);
    }

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        return stream.ToArray();
    }

    /// <summary>A tensor to write; each part may be made wrong.</summary>
    internal sealed class Tensor
    {
        public required string Name { get; set; }

        public required uint Type { get; set; }

        public required byte[] Data { get; set; }

        public required ulong[] Dimensions { get; set; }

        /// <summary>Null for where the data is.</summary>
        public ulong? Offset { get; set; }
    }
}
