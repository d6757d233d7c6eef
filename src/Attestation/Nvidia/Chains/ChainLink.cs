using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Nvidia.Chains;

/// <summary>What is needed of one certificate of a good chain, without the certificate's native handle.</summary>
internal sealed class ChainLink : IDisposable
{
    private ChainLink(X509Certificate2 certificate, P384Key key)
    {
        Der = certificate.RawData;
        Key = key;
        KeyBits = certificate.PublicKey.EncodedKeyValue.RawData;
        Subject = certificate.SubjectName.RawData;
        CommonName = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        Serial = new BigInteger(certificate.SerialNumberBytes.Span, isUnsigned: true, isBigEndian: true);
        Firmware = DiceFirmware.Read(certificate);
        Hash = new HexBytes(SHA256.HashData(Der));
    }

    public byte[] Der { get; }

    /// <summary>SHA-256 of the DER: names the certificate's OCSP answer.</summary>
    public HexBytes Hash { get; }

    public P384Key Key { get; }

    /// <summary>The public key's bit string, as OCSP hashes it.</summary>
    public byte[] KeyBits { get; }

    /// <summary>Name, DER.</summary>
    public byte[] Subject { get; }

    public string CommonName { get; }

    public BigInteger Serial { get; }

    /// <summary>Of a device's leaf; empty for any other certificate.</summary>
    public DiceFirmware Firmware { get; }

    /// <returns>Null when the key is not on P-384.</returns>
    public static ChainLink? TryRead(X509Certificate2 certificate) => P384Key.TryCreate(certificate) is { } key ? new ChainLink(certificate, key) : null;

    public void Dispose() => Key.Dispose();
}
