using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Cocoon.Inference.LlamaCpp.Child;

/// <summary>Takes a frame apart; whatever does not fit its form is an <see cref="InvalidDataException"/>.</summary>
internal ref struct FrameReader
{
    private ReadOnlySpan<byte> _rest;

    public FrameReader(ReadOnlySpan<byte> payload)
    {
        _rest = payload;
        Kind = (MessageKind)Int();
    }

    public MessageKind Kind { get; }

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>A number of things, of which each takes some bytes at least: so it is bounded by the frame.</summary>
    public int Count()
    {
        var count = Int();
        return count >= 0 && count <= _rest.Length ? count : throw Garbage();
    }

    public ReadOnlySpan<int> Ints(int count) => MemoryMarshal.Cast<byte, int>(Take(count <= FrameWriter.MaxBytes / sizeof(int) ? count * sizeof(int) : throw Garbage()));

    public string Text() => Encoding.UTF8.GetString(Take(Count()));

    public readonly void End()
    {
        if (!_rest.IsEmpty) throw Garbage();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length) throw Garbage();
        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    private static InvalidDataException Garbage() => new("A message between a silo and llama.cpp's process is not in the expected form.");
}
