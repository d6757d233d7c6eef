using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.RaTls.Certificates;

namespace Cocoon.RaTls.Tests.Harness;

/// <summary>A certificate as ours are made, with one thing or another wrong.</summary>
internal sealed record CertificateSpec(Market Market)
{
    /// <summary>Evidence in place of the right one.</summary>
    public byte[]? Evidence { get; init; }

    public string EvidenceOid { get; init; } = RaTlsOids.Evidence;

    public X509Extension? Extra { get; init; }

    public string Name { get; init; } = new PeerIdentity(ImageRole.Provider, Machine.Wallet).ToString();

    public TimeSpan From { get; init; } = TimeSpan.FromMinutes(-1);

    public TimeSpan To { get; init; } = TimeSpan.FromMinutes(10);

    public ECDsa Key { get; init; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public EvidenceBundle RightEvidence()
    {
        var claims = new EnclaveClaims(new(new byte[32]), new([4, .. new byte[64]]), RaTlsCertificate.IdentityKey(Key));
        return new EvidenceBundle(claims, 0, default, SimulatedEvidence.Create(new ReportBinding(claims, Market.NetworkId, Machine.Wallet)), []);
    }

    public X509Certificate2 Make()
    {
        var request = new CertificateRequest("CN=cocoon", Key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(Name));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509Extension(EvidenceOid, Evidence ?? RightEvidence().Encode(), critical: true));
        if (Extra is not null) request.CertificateExtensions.Add(Extra);
        var now = Market.Time.GetUtcNow();
        return request.CreateSelfSigned(now + From, now + To);
    }

    /// <summary>The same with the first occurrence of one piece of its DER replaced by another of the same length, signed again.</summary>
    public X509Certificate2 MakeWith(byte[] piece, byte[] replacement)
    {
        using var made = Make();
        return Resign.Replace(made, Key, piece, replacement);
    }
}
