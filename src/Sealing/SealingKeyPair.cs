using System.Security.Cryptography;
using Cocoon.Core.Crypto;
using Cocoon.Sealing.Hpke;

namespace Cocoon.Sealing;

/// <summary>
/// An enclave's key that prompts are sealed to. It is made inside the enclave, named by its evidence, and never leaves: there
/// is no way to read the private key. Disposing it makes every request sealed to it unreadable for good. Thread-safe, but for
/// <see cref="Dispose"/>.
/// </summary>
public sealed class SealingKeyPair : IRequestOpener
{
    private SealingKeyPair(P256Key key)
    {
        Key = key;
        PublicKey = new HexBytes(key.PublicKey);
    }

    /// <summary>The public key, P-256, 65 bytes, uncompressed: the sealing key of an <see cref="Core.Trust.Appraisal"/>.</summary>
    public HexBytes PublicKey { get; }

    internal P256Key Key { get; }

    /// <summary>A fresh key out of 32 random bytes (DeriveKeyPair of RFC 9180).</summary>
    public static SealingKeyPair Create(IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        return new SealingKeyPair(FreshKey(entropy));
    }

    public IOpenedRequest? TryOpen(SealingTerms terms, ReadOnlySpan<byte> message, out SealingFailure failure) =>
        SealedRequest.TryOpen(this, terms, message, out var request, out failure) ? request : null;

    public void Dispose() => Key.Dispose();

    internal static P256Key FreshKey(IEntropy entropy)
    {
        Span<byte> seed = stackalloc byte[DhKem.SeedBytes];
        entropy.Fill(seed);
        try
        {
            return DhKem.DeriveKey(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }
}
