using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;

namespace Cocoon.RaTls.Certificates;

/// <summary>Makes certificates that carry evidence.</summary>
internal static class RaTlsCertificate
{
    public static HexBytes IdentityKey(ECDsa key) => new(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <param name="key">A P-256 key made in this process.</param>
    /// <param name="identity">Who this machine is.</param>
    /// <param name="bundle">Evidence bound to the key; its GPUs are left out, since a TLS certificate list ends at 100 KB.</param>
    /// <param name="from">Start of the certificate's life.</param>
    /// <param name="to">Its end.</param>
    public static X509Certificate2 Create(ECDsa key, PeerIdentity identity, EvidenceBundle bundle, DateTimeOffset from, DateTimeOffset to)
    {
        var request = new CertificateRequest("CN=cocoon", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(identity.ToString()));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509Extension(RaTlsOids.Evidence, (bundle with { Gpus = [] }).Encode(), critical: true));
        var certificate = request.CreateSelfSigned(from, to);
        if (!OperatingSystem.IsWindows()) return certificate;
        // Windows' TLS takes keys from its key store only.
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
