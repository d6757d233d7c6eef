using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.SevSnp.Paravisor;

/// <summary>A quote of a TPM 2.0: TPMS_ATTEST of type QUOTE (TPM 2.0 Library, part 2, 10.12.12), all numbers big-endian.</summary>
/// <param name="ExtraData">What the challenger gave to sign along.</param>
/// <param name="PcrSelection">Which PCRs, as the TPM encodes it.</param>
/// <param name="PcrDigest">Hash over the values of these PCRs.</param>
internal sealed record TpmQuote(HexBytes ExtraData, HexBytes PcrSelection, HexBytes PcrDigest)
{
    private const uint Generated = 0xFF544347;
    private const ushort AttestQuote = 0x8018;
    private const ushort RsaSsa = 0x0014;
    private const ushort Sha256 = 0x000B;
    private const int ClockBytes = 17;
    private const int FirmwareBytes = 8;
    private const int MaxBanks = 16;

    /// <summary>What a quote of a machine bound to <paramref name="reportData"/> must carry: TPMs take no 64 bytes.</summary>
    public static byte[] ExtraDataFor(ReadOnlySpan<byte> reportData) => SHA256.HashData(reportData);

    /// <summary>Reads a quote. Never throws.</summary>
    public static bool TryParse(ReadOnlySpan<byte> attest, [NotNullWhen(true)] out TpmQuote? quote)
    {
        quote = null;
        if (attest.Length < 6 || BinaryPrimitives.ReadUInt32BigEndian(attest) != Generated || BinaryPrimitives.ReadUInt16BigEndian(attest[4..]) != AttestQuote) return false;
        var rest = attest[6..];
        if (!TryTake(ref rest, out _) || !TryTake(ref rest, out var extra) || rest.Length < ClockBytes + FirmwareBytes + 4) return false;
        rest = rest[(ClockBytes + FirmwareBytes)..];
        var selection = rest;
        var banks = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (banks > MaxBanks) return false;
        rest = rest[4..];
        for (var bank = 0; bank < banks; bank++)
        {
            if (rest.Length < 3 || rest.Length < 3 + rest[2]) return false;
            rest = rest[(3 + rest[2])..];
        }
        selection = selection[..^rest.Length];
        if (!TryTake(ref rest, out var digest) || !rest.IsEmpty) return false;
        quote = new TpmQuote(new HexBytes(extra), new HexBytes(selection), new HexBytes(digest));
        return true;
    }

    /// <summary>Checks a TPMT_SIGNATURE: RSASSA with SHA-256, the only one that Azure's attestation keys make. Never throws.</summary>
    public static bool IsSigned(ReadOnlySpan<byte> attest, ReadOnlySpan<byte> signature, RSAParameters key)
    {
        if (signature.Length < 6 || BinaryPrimitives.ReadUInt16BigEndian(signature) != RsaSsa || BinaryPrimitives.ReadUInt16BigEndian(signature[2..]) != Sha256) return false;
        var rest = signature[4..];
        if (!TryTake(ref rest, out var value) || !rest.IsEmpty) return false;
        try
        {
            using var rsa = RSA.Create(key);
            return rsa.VerifyData(attest, value, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> field)
    {
        field = default;
        if (rest.Length < 2) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (rest.Length < 2 + length) return false;
        field = rest.Slice(2, length);
        rest = rest[(2 + length)..];
        return true;
    }
}
