using System.Security.Cryptography;

namespace Cocoon.Sealing.Hpke;

/// <summary>DHKEM(P-256, HKDF-SHA256) of RFC 9180, section 4.1: the secret between a fresh key and the recipient's.</summary>
internal static class DhKem
{
    public const ushort Id = 0x0010;
    public const int SecretBytes = 32;

    /// <summary>Random bytes that a key is derived from.</summary>
    public const int SeedBytes = 32;

    /// <summary>More machines than a client has at a time.</summary>
    private const int RecipientsKept = 256;

    private static readonly RecipientKeys Recipients = new(RecipientsKept);

    private static ReadOnlySpan<byte> Suite => [(byte)'K', (byte)'E', (byte)'M', Id >> 8, Id & 0xff];

    /// <summary>DeriveKeyPair of section 7.1.3.</summary>
    /// <param name="seed">At least 32 random bytes.</param>
    public static P256Key DeriveKey(ReadOnlySpan<byte> seed)
    {
        Span<byte> extracted = stackalloc byte[LabeledKdf.HashBytes];
        Span<byte> candidate = stackalloc byte[P256Key.ScalarBytes];
        LabeledKdf.Extract(Suite, [], "dkp_prk"u8, seed, extracted);
        try
        {
            for (var counter = 0; counter <= byte.MaxValue; counter++)
            {
                LabeledKdf.Expand(Suite, extracted, "candidate"u8, [(byte)counter], candidate);
                if (P256Key.TryImport(candidate) is { } key) return key;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(extracted);
            CryptographicOperations.ZeroMemory(candidate);
        }
        // One candidate in 2^32 fails; 256 in a row is a broken random source, not bad luck.
        throw new CryptographicException("No private key came out of the seed. The random source of this machine is broken.");
    }

    /// <summary>The sender's side.</summary>
    /// <param name="recipient">The recipient's public key.</param>
    /// <param name="ephemeral">A key for this one secret; its public key goes to the recipient.</param>
    /// <param name="secret">Takes 32 bytes.</param>
    /// <returns>False when the recipient's key is no point of the curve.</returns>
    public static bool TryEncapsulate(ReadOnlySpan<byte> recipient, P256Key ephemeral, Span<byte> secret)
    {
        if (!Recipients.TryGet(recipient, out var peer)) return false;
        Agree(ephemeral, peer, ephemeral.PublicKey, recipient, secret);
        return true;
    }

    /// <summary>The recipient's side.</summary>
    /// <param name="encapsulated">The sender's ephemeral public key.</param>
    /// <param name="recipient">The recipient's key.</param>
    /// <param name="secret">Takes 32 bytes.</param>
    /// <returns>False when the sender's key is no point of the curve.</returns>
    public static bool TryDecapsulate(ReadOnlySpan<byte> encapsulated, P256Key recipient, Span<byte> secret)
    {
        if (!P256Point.TryRead(encapsulated, out var point)) return false;
        // Used once: it is not kept.
        using var peer = P256Key.Import(point);
        Agree(recipient, peer, encapsulated, recipient.PublicKey, secret);
        return true;
    }

    private static void Agree(P256Key own, ECDiffieHellmanPublicKey peer, ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> recipient, Span<byte> secret)
    {
        Span<byte> agreed = stackalloc byte[P256Key.SecretBytes];
        Span<byte> extracted = stackalloc byte[LabeledKdf.HashBytes];
        own.Agree(peer, agreed);
        LabeledKdf.Extract(Suite, [], "eae_prk"u8, agreed, extracted);
        LabeledKdf.Expand(Suite, extracted, "shared_secret"u8, [.. encapsulated, .. recipient], secret);
        CryptographicOperations.ZeroMemory(agreed);
        CryptographicOperations.ZeroMemory(extracted);
    }
}
