using System.Buffers.Binary;

namespace Cocoon.Inference.LlamaCpp.Child;

/// <summary>Frames over a pair of pipes, one at a time. Not thread-safe.</summary>
internal sealed class FrameStream(Stream input, Stream output)
{
    private readonly byte[] _length = new byte[sizeof(int)];
    private readonly byte[] _payload = new byte[FrameWriter.MaxBytes];

    public FrameWriter Writer { get; } = new();

    /// <summary>Sends what was written.</summary>
    public void Send()
    {
        output.Write(Writer.Frame);
        output.Flush();
    }

    /// <summary>Waits for a frame; it is valid until the next.</summary>
    /// <exception cref="EndOfStreamException">The other side has ended.</exception>
    /// <exception cref="InvalidDataException">What came is no frame.</exception>
    public FrameReader Receive()
    {
        input.ReadExactly(_length);
        var length = BinaryPrimitives.ReadInt32LittleEndian(_length);
        if (length is < sizeof(int) or > FrameWriter.MaxBytes) throw new InvalidDataException($"A message of {length} bytes came through the pipe of llama.cpp's process.");
        input.ReadExactly(_payload, 0, length);
        return new FrameReader(_payload.AsSpan(0, length));
    }
}
