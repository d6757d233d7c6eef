using System.Buffers.Binary;
using Cocoon.Attestation.Appraisals;
using Cocoon.Core.Crypto;

namespace Cocoon.RaTls.Handshakes;

/// <summary>
/// The last frame before data, both ways: version (1 byte), failure (2 bytes, 0 when accepted), hash of the sender's
/// appraisal of the receiver (32 bytes, zeros when refused). In TLS 1.3 a client is connected before the server has judged
/// it: without this frame it would send its first prompt into the dark.
/// </summary>
internal sealed record AcceptedFrame(AttestationFailure Failure, HexBytes AppraisalHash)
{
    public const int Bytes = 3 + 32;

    public byte[] Encode()
    {
        var body = new byte[Bytes];
        body[0] = EvidenceFrame.Version;
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(1), (ushort)Failure);
        AppraisalHash.ToArray().CopyTo(body, 3);
        return body;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote; null for anything else. Never throws.</summary>
    public static AcceptedFrame? TryDecode(ReadOnlySpan<byte> body) => body.Length == Bytes && body[0] == EvidenceFrame.Version
        ? new AcceptedFrame((AttestationFailure)BinaryPrimitives.ReadUInt16BigEndian(body[1..]), new HexBytes(body[3..]))
        : null;
}
