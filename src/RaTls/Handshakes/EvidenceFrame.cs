using System.Buffers.Binary;
using Cocoon.Attestation.Evidence;
using Cocoon.RaTls.Roles;

namespace Cocoon.RaTls.Handshakes;

/// <summary>
/// The first frame both ways: version (1 byte), proof of role (2 bytes of length, then the proof), and the whole evidence
/// bundle where it has more than the certificate, that is GPUs.
/// </summary>
internal sealed record EvidenceFrame(ReadOnlyMemory<byte> RoleProof, EvidenceBundle? Bundle)
{
    public const byte Version = 1;

    public byte[] Encode()
    {
        var bundle = Bundle?.Encode() ?? [];
        var body = new byte[3 + RoleProof.Length + bundle.Length];
        body[0] = Version;
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(1), checked((ushort)RoleProof.Length));
        RoleProof.CopyTo(body.AsMemory(3));
        bundle.CopyTo(body, 3 + RoleProof.Length);
        return body;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote; null for anything else. Never throws.</summary>
    public static EvidenceFrame? TryDecode(ReadOnlyMemory<byte> body)
    {
        if (body.Length < 3 || body.Span[0] != Version) return null;
        var proof = BinaryPrimitives.ReadUInt16BigEndian(body.Span[1..]);
        if (proof > IRoleProof.MaxBytes || proof > body.Length - 3) return null;
        var rest = body[(3 + proof)..];
        if (rest.IsEmpty) return new EvidenceFrame(body.Slice(3, proof), null);
        return EvidenceBundle.TryDecode(rest) is { Gpus.IsEmpty: false } bundle ? new EvidenceFrame(body.Slice(3, proof), bundle) : null;
    }
}
