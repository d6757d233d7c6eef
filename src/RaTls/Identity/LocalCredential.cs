using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Evidence;

namespace Cocoon.RaTls.Identity;

/// <summary>A key of this machine, its certificate and the evidence for it.</summary>
internal sealed class LocalCredential(X509Certificate2 certificate, EvidenceBundle bundle, DateTimeOffset renewAt, DateTimeOffset notAfter) : IDisposable
{
    /// <summary>What SslStream takes; made once, since it is dear.</summary>
    public SslStreamCertificateContext Context { get; } = SslStreamCertificateContext.Create(certificate, null, offline: true);

    /// <summary>All of the evidence, GPUs too.</summary>
    public EvidenceBundle Bundle { get; } = bundle;

    public DateTimeOffset RenewAt { get; } = renewAt;

    public DateTimeOffset NotAfter { get; } = notAfter;

    public void Dispose() => certificate.Dispose();
}
