using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cocoon.Attestation.Nvidia.Chains;

/// <summary>
/// A P-384 key that checks signatures. It is imported at the first check, since most keys of a chain are never used by themselves, and
/// then one instance waits for the next.
/// Thread-safe: an instance is never used by two threads at once. Works after disposal too, only slower, since a cache may let
/// go of a key that is in use.
/// </summary>
internal sealed class P384Key : IDisposable
{
    private const string EcKeyOid = "1.2.840.10045.2.1";
    private const int CoordinateBytes = 48;

    private readonly byte[] _point;
    private ECDsa? _idle;
    private volatile bool _isDisposed;

    private P384Key(byte[] point) => _point = point;

    // DER of the object identifier of P-384, which is all that the key's parameters may be.
    private static ReadOnlySpan<byte> P384 => [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22];

    /// <returns>Null when the certificate's key is not said to be on P-384, uncompressed.</returns>
    public static P384Key? TryCreate(X509Certificate2 certificate)
    {
        var key = certificate.PublicKey;
        if (key.Oid.Value != EcKeyOid || key.EncodedParameters is not { } parameters || !parameters.RawData.AsSpan().SequenceEqual(P384)) return null;
        return key.EncodedKeyValue.RawData is [4, .. var point] && point.Length == 2 * CoordinateBytes ? new P384Key(point) : null;
    }

    /// <param name="data">What was signed.</param>
    /// <param name="signature">r and s in <paramref name="format"/>; anything else is no signature.</param>
    /// <param name="format">Certificates and OCSP answers have DER; evidence and XML have 48 bytes each.</param>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation) =>
        Verify(data, signature, HashAlgorithmName.SHA384, format);

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, HashAlgorithmName digest, DSASignatureFormat format)
    {
        var key = Interlocked.Exchange(ref _idle, null);
        try
        {
            key ??= Import(_point);
            return key.VerifyData(data, signature, digest, format);
        }
        catch (CryptographicException)
        {
            // Not a point of the curve, too.
            return false;
        }
        finally
        {
            if (key is not null && (_isDisposed || Interlocked.CompareExchange(ref _idle, key, null) is not null)) key.Dispose();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        Interlocked.Exchange(ref _idle, null)?.Dispose();
    }

    private static ECDsa Import(byte[] point) => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP384, Q = new ECPoint { X = point[..CoordinateBytes], Y = point[CoordinateBytes..] } });
}
