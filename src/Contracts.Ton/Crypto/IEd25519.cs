namespace Cocoon.Ton.Crypto;

/// <summary>Ed25519 (RFC 8032). Implementations are thread-safe and agree on every input, strange ones included.</summary>
public interface IEd25519
{
    /// <summary>Which library does the work, for people.</summary>
    string Name { get; }

    /// <summary>The 32-byte public key of a 32-byte seed.</summary>
    byte[] PublicKey(ReadOnlySpan<byte> seed);

    /// <summary>The 64-byte signature.</summary>
    byte[] Sign(SigningKey key, ReadOnlySpan<byte> message);

    /// <summary>False for anything that is not a good signature; never throws on hostile input.</summary>
    bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
}
