using Rfc = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Cocoon.Ton.Crypto;

/// <summary>Ed25519 in managed code, by BouncyCastle.</summary>
internal sealed class ManagedEd25519 : IEd25519
{
    public string Name => "managed code (BouncyCastle)";

    public byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        var publicKey = new byte[32];
        Rfc.GeneratePublicKey(seed.ToArray(), 0, publicKey, 0);
        return publicKey;
    }

    public byte[] Sign(SigningKey key, ReadOnlySpan<byte> message)
    {
        var signature = new byte[64];
        Rfc.Sign(key.Seed.ToArray(), 0, key.PublicKey.ToArray(), 0, message.ToArray(), 0, message.Length, signature, 0);
        return signature;
    }

    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != 32 || signature.Length != 64) return false;
        if (SmallOrder.Contains(publicKey) || SmallOrder.Contains(signature[..32])) return false;
        return Rfc.Verify(signature.ToArray(), 0, publicKey.ToArray(), 0, message.ToArray(), 0, message.Length);
    }
}
