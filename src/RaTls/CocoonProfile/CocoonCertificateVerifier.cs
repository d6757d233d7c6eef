using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Crypto;
using Cocoon.RaTls.Certificates;

namespace Cocoon.RaTls.CocoonProfile;

/// <summary>
/// Verifies certificates of Telegram's COCOON: Ed25519, a TDX quote in the extension, report data = SHA-512 of the 32-byte
/// key, at most a day long. A profile of its own and weaker than ours: the quote is bound to a key and to no time, network or
/// wallet. It is used where it is asked for by name and the policy allows it, and never because a certificate looks like it.
/// The caller has seen in a TLS handshake that the peer holds the key. Thread-safe.
/// </summary>
public sealed class CocoonCertificateVerifier(IEvidenceVerifier tdx, ICollateralKeeper collateral, IPolicySource policies)
{
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    private const string Ed25519 = "1.3.101.112";
    private const int KeyBytes = 32;

    private static readonly string[] Known =
    [
        RaTlsOids.CocoonClaims, RaTlsOids.SubjectKeyIdentifier, RaTlsOids.AuthorityKeyIdentifier, RaTlsOids.KeyUsage,
        RaTlsOids.SubjectAlternativeName, RaTlsOids.BasicConstraints, RaTlsOids.ExtendedKeyUsage,
    ];

    /// <param name="certificate">The peer's. Nothing in it is trusted.</param>
    /// <param name="at">Time of the verdict.</param>
    /// <param name="cancellationToken">Ends waiting for policy or collateral.</param>
    public async Task<CocoonVerdict> Verify(X509Certificate2 certificate, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var policy = await policies.Current(cancellationToken);
        if (!policy.AllowCocoonProfile) return Refused(AttestationFailure.ProfileNotAllowed, at);
        var failure = Read(certificate, at, out var key, out var quote);
        if (failure != AttestationFailure.None) return Refused(failure, at);

        var evidence = new MachineEvidence(EvidenceKind.Tdx, quote);
        var documents = await collateral.For(new EvidenceBundle(NoClaims, 0, default, evidence, []), at, cancellationToken);
        var appraisal = tdx.Verify(evidence, new AppraisalContext(SHA512.HashData(key), documents, policy, at));
        failure = appraisal.IsAccepted && policy.RevokedHardware.Contains(appraisal.Claims!.HardwareId) ? AttestationFailure.Revoked : appraisal.Failure;
        DateTimeOffset end = certificate.NotAfter;
        return new CocoonVerdict(failure, new HexBytes(key), appraisal, appraisal.NotAfter < end ? appraisal.NotAfter : end);
    }

    /// <summary>Such evidence vouches for none of our keys.</summary>
    private static EnclaveClaims NoClaims { get; } = new(new HexBytes(new byte[32]), new HexBytes([4, .. new byte[64]]), new HexBytes(new byte[32]));

    private static AttestationFailure Read(X509Certificate2 certificate, DateTimeOffset at, out byte[] key, out ReadOnlyMemory<byte> quote)
    {
        (key, quote) = ([], default);
        try
        {
            var failure = CertificateExtensions.Read(certificate, RaTlsOids.Evidence, Known, out quote);
            if (failure == AttestationFailure.None) failure = PeerCertificateReader.CheckDates(certificate, at, LongestLife);
            if (failure != AttestationFailure.None) return failure;
            key = certificate.PublicKey.EncodedKeyValue.RawData;
            if (certificate.PublicKey.Oid.Value != Ed25519 || key.Length != KeyBytes) return AttestationFailure.TlsKeyType;
            return certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData) ? AttestationFailure.None : AttestationFailure.NotSelfSigned;
        }
        catch (CryptographicException)
        {
            return AttestationFailure.EvidenceMalformed;
        }
    }

    private static CocoonVerdict Refused(AttestationFailure failure, DateTimeOffset at) => new(failure, default, null, at);
}
