using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;

namespace Cocoon.RaTls.Certificates;

/// <summary>Reads a peer's certificate and makes the checks that need neither signatures nor collateral. Never throws.</summary>
internal static class PeerCertificateReader
{
    /// <summary>How far clocks may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private const string EllipticCurveKey = "1.2.840.10045.2.1";

    /// <summary>DER of the object identifier of P-256.</summary>
    private static ReadOnlySpan<byte> P256 => [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];

    private static readonly string[] Known =
    [
        RaTlsOids.SubjectKeyIdentifier, RaTlsOids.KeyUsage, RaTlsOids.SubjectAlternativeName, RaTlsOids.BasicConstraints, RaTlsOids.ExtendedKeyUsage,
    ];

    public static AttestationFailure TryRead(X509Certificate2 certificate, DateTimeOffset at, TimeSpan longestLife, out PeerCertificate? peer)
    {
        peer = null;
        try
        {
            var failure = CertificateExtensions.Read(certificate, RaTlsOids.Evidence, Known, out var evidence);
            if (failure == AttestationFailure.None) failure = CheckDates(certificate, at, longestLife);
            if (failure == AttestationFailure.None) failure = CheckKey(certificate);
            if (failure != AttestationFailure.None) return failure;
            if (EvidenceBundle.TryDecode(evidence) is not { Gpus.IsEmpty: true } bundle || IdentityOf(certificate) is not { } identity)
                return AttestationFailure.EvidenceMalformed;
            var key = new HexBytes(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
            if (bundle.Claims.IdentityKey != key) return AttestationFailure.TlsKeyMismatch;
            peer = new PeerCertificate(key, identity, bundle, certificate.NotAfter, certificate.RawDataMemory);
            return AttestationFailure.None;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return AttestationFailure.EvidenceMalformed;
        }
    }

    internal static AttestationFailure CheckDates(X509Certificate2 certificate, DateTimeOffset at, TimeSpan longestLife)
    {
        DateTimeOffset from = certificate.NotBefore, to = certificate.NotAfter;
        if (at >= to) return AttestationFailure.CertificateExpired;
        if (at < from - Skew) return AttestationFailure.CertificateNotYetValid;
        return to - from > longestLife + Skew ? AttestationFailure.CertificateLife : AttestationFailure.None;
    }

    private static AttestationFailure CheckKey(X509Certificate2 certificate)
    {
        var parameters = certificate.PublicKey.EncodedParameters?.RawData;
        if (certificate.PublicKey.Oid.Value != EllipticCurveKey || parameters is null || !parameters.AsSpan().SequenceEqual(P256))
            return AttestationFailure.TlsKeyType;
        return certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
            ? AttestationFailure.None
            : AttestationFailure.NotSelfSigned;
    }

    /// <summary>The one URI of the one alternative name; null for anything else.</summary>
    private static PeerIdentity? IdentityOf(X509Certificate2 certificate)
    {
        if (certificate.Extensions.Where(extension => extension.Oid?.Value == RaTlsOids.SubjectAlternativeName).ToArray() is not [var name]) return null;
        var reader = new AsnReader(name.RawData, AsnEncodingRules.DER).ReadSequence();
        var text = reader.ReadCharacterString(UniversalTagNumber.IA5String, new Asn1Tag(TagClass.ContextSpecific, 6));
        return reader.HasData ? null : PeerIdentity.TryParse(text);
    }
}
