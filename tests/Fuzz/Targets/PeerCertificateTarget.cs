using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.RaTls.Certificates;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A peer's TLS certificate. What the platform can read, our checks read without an exception.</summary>
internal sealed class PeerCertificateTarget : FuzzTarget
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch.AddYears(60);

    public override IReadOnlyList<byte[]> Seeds { get; } = [Make()];

    public override int Cost => 20;

    public override void Read(byte[] input)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(input);
        PeerCertificateReader.TryRead(certificate, At, TimeSpan.FromHours(1), out _);
        SelfSignature.Holds(input);
    }

    /// <summary>Only the platform refuses; nothing else is thrown.</summary>
    public override bool IsRefusal(Exception exception) => exception is CryptographicException;

    private static byte[] Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var wallet = AccountAddress.From(0, new byte[32]);
        var claims = new EnclaveClaims(new(new byte[32]), new([4, .. new byte[64]]), RaTlsCertificate.IdentityKey(key));
        var bundle = new EvidenceBundle(claims, 0, default, SimulatedEvidence.Create(new ReportBinding(claims, -3, wallet)), []);
        using var certificate = RaTlsCertificate.Create(key, new PeerIdentity(ImageRole.Provider, wallet), bundle, At.AddMinutes(-1), At.AddMinutes(10));
        return certificate.RawData;
    }
}
