using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Cocoon.Inference.LlamaCpp.Child;

/// <summary>
/// Builds one frame after another in the same memory: its length in bytes, then numbers of 32 bits, little-endian; texts are
/// their length and UTF-8. Not thread-safe.
/// </summary>
internal sealed class FrameWriter
{
    /// <summary>Most bytes of a frame. Below a pipe's 64 KiB a frame is never stuck half written before a process that stands still.</summary>
    public const int MaxBytes = 60 * 1024;

    private readonly byte[] _bytes = new byte[sizeof(int) + MaxBytes];
    private int _end;

    /// <summary>The frame with its length.</summary>
    public ReadOnlySpan<byte> Frame
    {
        get
        {
            BinaryPrimitives.WriteInt32LittleEndian(_bytes, _end - sizeof(int));
            return _bytes.AsSpan(0, _end);
        }
    }

    public FrameWriter Start(MessageKind kind)
    {
        _end = sizeof(int);
        return Add((int)kind);
    }

    public FrameWriter Add(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Room(sizeof(int)), value);
        return this;
    }

    public FrameWriter Add(ReadOnlySpan<int> values)
    {
        // Both ends are the same machine, and .NET's are all little-endian.
        MemoryMarshal.AsBytes(values).CopyTo(Room(values.Length * sizeof(int)));
        return this;
    }

    public FrameWriter Add(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Add(length);
        Encoding.UTF8.GetBytes(text, Room(length));
        return this;
    }

    private Span<byte> Room(int count)
    {
        if (count > _bytes.Length - _end) throw new InvalidDataException($"A message to or from llama.cpp's process would be longer than {MaxBytes} bytes.");
        _end += count;
        return _bytes.AsSpan(_end - count, count);
    }
}
