using System.Numerics;
using System.Security.Cryptography;

namespace Cocoon.Sealing.Hpke;

/// <summary>A private key on P-256. Its number is kept by the platform only. Thread-safe, but for <see cref="Dispose"/>.</summary>
internal sealed class P256Key : IDisposable
{
    public const int ScalarBytes = 32;
    public const int SecretBytes = P256Point.CoordinateBytes;

    private readonly ECDiffieHellman _key;
    private readonly byte[] _publicKey;

    private P256Key(ReadOnlySpan<byte> scalar)
    {
        var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar.ToArray() };
        try
        {
            _key = ECDiffieHellman.Create(parameters);
            _publicKey = P256Point.Write(_key.ExportParameters(includePrivateParameters: false).Q);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parameters.D);
        }
    }

    /// <summary>65 bytes.</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>The key with this number, 32 bytes; null when it is zero or not below the curve's order.</summary>
    public static P256Key? TryImport(ReadOnlySpan<byte> scalar)
    {
        if (scalar.Length != ScalarBytes) return null;
        var number = new BigInteger(scalar, isUnsigned: true, isBigEndian: true);
        return number.IsZero || number >= P256Point.Order ? null : new P256Key(scalar);
    }

    /// <summary>The x coordinate of this key times that point: the DH function of RFC 9180, section 7.1.</summary>
    /// <param name="peer">What <see cref="Import"/> gave. Several agreements may use it at once.</param>
    /// <param name="secret">Takes 32 bytes.</param>
    public void Agree(ECDiffieHellmanPublicKey peer, Span<byte> secret)
    {
        var shared = _key.DeriveRawSecretAgreement(peer);
        shared.CopyTo(secret);
        CryptographicOperations.ZeroMemory(shared);
    }

    /// <summary>A public key as the platform has it; the caller disposes it.</summary>
    /// <param name="point">A point that <see cref="P256Point.TryRead"/> gave.</param>
    public static ECDiffieHellmanPublicKey Import(ECPoint point)
    {
        using var key = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        return key.PublicKey;
    }

    public void Dispose() => _key.Dispose();
}
