using System.Runtime.InteropServices;

namespace Cocoon.Ton.Crypto;

/// <summary>Ed25519 by the operating system's libsodium.</summary>
internal sealed unsafe class SodiumEd25519 : IEd25519
{
    private static readonly string[] Names = ["libsodium.so.23", "libsodium.so.26", "libsodium.dylib", "libsodium.dll", "libsodium"];

    private readonly delegate* unmanaged[Cdecl]<byte*, byte*, byte*, int> _seedKeyPair;
    private readonly delegate* unmanaged[Cdecl]<byte*, ulong*, byte*, ulong, byte*, int> _sign;
    private readonly delegate* unmanaged[Cdecl]<byte*, byte*, ulong, byte*, int> _verify;

    private SodiumEd25519(nint library)
    {
        _seedKeyPair = (delegate* unmanaged[Cdecl]<byte*, byte*, byte*, int>)NativeLibrary.GetExport(library, "crypto_sign_ed25519_seed_keypair");
        _sign = (delegate* unmanaged[Cdecl]<byte*, ulong*, byte*, ulong, byte*, int>)NativeLibrary.GetExport(library, "crypto_sign_ed25519_detached");
        _verify = (delegate* unmanaged[Cdecl]<byte*, byte*, ulong, byte*, int>)NativeLibrary.GetExport(library, "crypto_sign_ed25519_verify_detached");
    }

    public string Name => "libsodium";

    /// <summary>Null when this machine has no libsodium that starts.</summary>
    public static SodiumEd25519? TryLoad()
    {
        foreach (var name in Names)
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            if (!NativeLibrary.TryGetExport(library, "sodium_init", out var export)) continue;
            // 1 means that another part of the process has initialised it before.
            if (((delegate* unmanaged[Cdecl]<int>)export)() >= 0) return new SodiumEd25519(library);
        }
        return null;
    }

    public byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        var publicKey = new byte[32];
        var secret = stackalloc byte[64];
        fixed (byte* s = seed, p = publicKey) _seedKeyPair(p, secret, s);
        new Span<byte>(secret, 64).Clear();
        return publicKey;
    }

    public byte[] Sign(SigningKey key, ReadOnlySpan<byte> message)
    {
        // libsodium's secret key is the seed followed by the public key.
        Span<byte> secret = stackalloc byte[64];
        key.Seed.CopyTo(secret);
        key.PublicKey.Span.CopyTo(secret[32..]);
        var signature = new byte[64];
        fixed (byte* k = secret, m = message, s = signature) _sign(s, null, m, (ulong)message.Length, k);
        secret.Clear();
        return signature;
    }

    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != 32 || signature.Length != 64) return false;
        if (SmallOrder.Contains(publicKey) || SmallOrder.Contains(signature[..32])) return false;
        fixed (byte* p = publicKey, m = message, s = signature) return _verify(s, m, (ulong)message.Length, p) == 0;
    }
}
