using System.Buffers.Binary;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.RaTls.Handshakes;

/// <summary>The frames before any data: length (4 bytes, big-endian), type (1 byte), then the body.</summary>
internal static class Frames
{
    private const int HeaderBytes = 5;

    /// <summary>A frame as it goes over the wire.</summary>
    public static byte[] Make(FrameType type, ReadOnlySpan<byte> body)
    {
        var frame = new byte[HeaderBytes + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        frame[4] = (byte)type;
        body.CopyTo(frame.AsSpan(HeaderBytes));
        return frame;
    }

    /// <summary>Writes one frame or several.</summary>
    public static async Task Write(Stream stream, ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(frames, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <summary>Reads one frame of the expected type. The length is judged before anything is allocated for it.</summary>
    /// <exception cref="RaTlsException">Another type, or a longer frame than allowed.</exception>
    /// <exception cref="EndOfStreamException">The peer closed the connection.</exception>
    public static async Task<byte[]> Read(Stream stream, FrameType expected, int maxBytes, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        await stream.ReadExactlyAsync(header, cancellationToken);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (header[4] != (byte)expected) throw new RaTlsException(AttestationFailure.HelloMalformed, $"the peer sent a frame of type {header[4]} instead of {(byte)expected}; does it speak this protocol?");
        if (length > maxBytes) throw new RaTlsException(AttestationFailure.EvidenceTooLarge, $"the peer's frame has {length} bytes; at most {maxBytes} are read.");
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return body;
    }
}
