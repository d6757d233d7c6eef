using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cocoon.Attestation.Certificates;

/// <summary>
/// A P-256 key that checks signatures. Importing a key costs more than a check (attestation.md section 4), so one imported
/// instance waits for the next check. Thread-safe: an instance is never used by two threads at once. Works after disposal
/// too, only slower, since a cache may let go of a key that is in use.
/// </summary>
internal sealed class VerifyingKey : IDisposable
{
    /// <summary>Bytes of a point as quotes have it: x and y.</summary>
    public const int PointBytes = 64;

    private const string EcKeyOid = "1.2.840.10045.2.1";
    private ECDsa? _idle;
    private volatile bool _isDisposed;

    private VerifyingKey(byte[] point, ECDsa first) => (Point, _idle) = (point, first);

    /// <summary>x and y, 32 bytes each.</summary>
    public byte[] Point { get; }

    // DER of the object identifier of P-256, which is all that the key's parameters may be.
    private static ReadOnlySpan<byte> P256 => [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];

    /// <returns>Null when it is not a point of the curve.</returns>
    public static VerifyingKey? TryCreate(ReadOnlySpan<byte> point)
    {
        if (point.Length != PointBytes) return null;
        var own = point.ToArray();
        try
        {
            return new VerifyingKey(own, Import(own));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <returns>Null when the certificate's key is not on P-256.</returns>
    public static VerifyingKey? TryCreate(X509Certificate2 certificate)
    {
        var key = certificate.PublicKey;
        var isP256 = key.Oid.Value == EcKeyOid && key.EncodedParameters is { } parameters && parameters.RawData.AsSpan().SequenceEqual(P256);
        return isP256 && key.EncodedKeyValue.RawData is [4, .. var point] ? TryCreate(point) : null;
    }

    /// <param name="data">What was signed, with SHA-256.</param>
    /// <param name="signature">r and s, 32 bytes each; any other length is no signature.</param>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => Verify(data, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, DSASignatureFormat format)
    {
        var key = Interlocked.Exchange(ref _idle, null) ?? Import(Point);
        try
        {
            return key.VerifyData(data, signature, HashAlgorithmName.SHA256, format);
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            if (_isDisposed || Interlocked.CompareExchange(ref _idle, key, null) is not null) key.Dispose();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        Interlocked.Exchange(ref _idle, null)?.Dispose();
    }

    private static ECDsa Import(byte[] point) => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[..32], Y = point[32..] } });
}
