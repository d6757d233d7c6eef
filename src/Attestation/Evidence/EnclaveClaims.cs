using System.Security.Cryptography;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Evidence;

/// <summary>The keys made inside the enclave, which its evidence vouches for.</summary>
/// <param name="ReceiptKey">Ed25519 public key (32 bytes) that signs receipts.</param>
/// <param name="SealingKey">P-256 public key, uncompressed (65 bytes, SEC 1), that prompts are sealed to.</param>
/// <param name="IdentityKey">SHA-256 of the SubjectPublicKeyInfo of the machine's TLS key.</param>
public sealed record EnclaveClaims(HexBytes ReceiptKey, HexBytes SealingKey, HexBytes IdentityKey)
{
    public const int Bytes = 32 + 65 + 32;

    /// <summary>The fixed encoding: the three fields, one after the other.</summary>
    public byte[] Encode() => [.. ReceiptKey.ToArray(), .. SealingKey.ToArray(), .. IdentityKey.ToArray()];

    /// <summary>Reads what <see cref="Encode"/> wrote; null for any other length or key form.</summary>
    public static EnclaveClaims? TryDecode(ReadOnlySpan<byte> bytes) => bytes.Length == Bytes && bytes[32] == 4
        ? new EnclaveClaims(new HexBytes(bytes[..32]), new HexBytes(bytes[32..97]), new HexBytes(bytes[97..]))
        : null;

    /// <summary>SHA-256 of the encoding.</summary>
    public byte[] Hash() => SHA256.HashData(Encode());
}
