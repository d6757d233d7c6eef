using System.Buffers.Binary;
using System.Collections.Immutable;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Evidence;

/// <summary>
/// All that one machine shows: evidence of its CPU, one piece for each GPU, its keys, and what they are bound to. Travels in
/// certificates, registrations and leases.
/// </summary>
/// <param name="Claims">Keys made inside the enclave.</param>
/// <param name="EpochSeqno">Number of the masterchain block bound; 0 for none.</param>
/// <param name="Nonce">The challenge answered; empty for none.</param>
/// <param name="Cpu">Evidence of the CPU, or a token about it.</param>
/// <param name="Gpus">Evidence of each GPU, or one token about all of them.</param>
public sealed record EvidenceBundle(
    EnclaveClaims Claims, uint EpochSeqno, HexBytes Nonce, MachineEvidence Cpu, ImmutableArray<MachineEvidence> Gpus)
{
    /// <summary>Longest bundle that is read, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Most GPUs of one machine.</summary>
    public const int MaxGpus = 16;

    private static ReadOnlySpan<byte> Magic => "CEB1"u8;

    /// <summary>"CEB1", claims, epoch, nonce, then each evidence as kind (1 byte), raw and endorsements; lengths are 4 bytes, big-endian.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[Magic.Length + EnclaveClaims.Bytes + 4 + 4 + Nonce.Length + 1 + Size(Cpu) + Gpus.Sum(Size)];
        var rest = bytes.AsSpan();
        Write(ref rest, Magic);
        Write(ref rest, Claims.Encode());
        BinaryPrimitives.WriteUInt32BigEndian(rest, EpochSeqno);
        rest = rest[4..];
        WriteSized(ref rest, Nonce.ToArray());
        Write(ref rest, [checked((byte)(1 + Gpus.Length))]);
        Write(ref rest, Cpu);
        foreach (var gpu in Gpus) Write(ref rest, gpu);
        return bytes;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote. Never throws; what it holds has not been verified.</summary>
    /// <returns>Null when it is not exactly such an encoding.</returns>
    public static EvidenceBundle? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes) return null;
        var rest = bytes;
        if (Take(ref rest, Magic.Length) is not { } magic || !magic.Span.SequenceEqual(Magic)) return null;
        if (Take(ref rest, EnclaveClaims.Bytes) is not { } fields || EnclaveClaims.TryDecode(fields.Span) is not { } claims) return null;
        if (Take(ref rest, 4) is not { } epoch || TakeSized(ref rest) is not { Length: 0 or ReportBinding.NonceBytes } nonce) return null;
        if (Take(ref rest, 1) is not { } count || count.Span[0] is < 1 or > 1 + MaxGpus) return null;
        var all = ImmutableArray.CreateBuilder<MachineEvidence>(count.Span[0]);
        while (all.Count < count.Span[0])
        {
            if (Take(ref rest, 1) is not { } kind || TakeSized(ref rest) is not { } raw || TakeSized(ref rest) is not { } endorsements) return null;
            all.Add(new MachineEvidence((EvidenceKind)kind.Span[0], raw, endorsements));
        }
        return rest.IsEmpty
            ? new EvidenceBundle(claims, BinaryPrimitives.ReadUInt32BigEndian(epoch.Span), new HexBytes(nonce.Span), all[0], [.. all.Skip(1)])
            : null;
    }

    private static int Size(MachineEvidence evidence) => 1 + 4 + evidence.Raw.Length + 4 + evidence.Endorsements.Length;

    private static void Write(ref Span<byte> rest, MachineEvidence evidence)
    {
        Write(ref rest, [(byte)evidence.Kind]);
        WriteSized(ref rest, evidence.Raw.Span);
        WriteSized(ref rest, evidence.Endorsements.Span);
    }

    private static void WriteSized(ref Span<byte> rest, scoped ReadOnlySpan<byte> field)
    {
        BinaryPrimitives.WriteInt32BigEndian(rest, field.Length);
        rest = rest[4..];
        Write(ref rest, field);
    }

    private static void Write(ref Span<byte> rest, scoped ReadOnlySpan<byte> field)
    {
        field.CopyTo(rest);
        rest = rest[field.Length..];
    }

    private static ReadOnlyMemory<byte>? TakeSized(ref ReadOnlyMemory<byte> rest)
    {
        if (Take(ref rest, 4) is not { } length) return null;
        var size = BinaryPrimitives.ReadUInt32BigEndian(length.Span);
        return size <= (uint)rest.Length ? Take(ref rest, (int)size) : null;
    }

    private static ReadOnlyMemory<byte>? Take(ref ReadOnlyMemory<byte> rest, int size)
    {
        if (rest.Length < size) return null;
        var taken = rest[..size];
        rest = rest[size..];
        return taken;
    }
}
