using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Cocoon.RaTls.Identity;

namespace Cocoon.RaTls.Handshakes;

/// <summary>
/// TLS 1.3, both sides with certificates, no resumption (a resumed session skips the check of the certificate) and nothing
/// downloaded because a peer's certificate says so.
/// </summary>
internal static class TlsSettings
{
    private const string ServerName = "cocoon";

    public static SslServerAuthenticationOptions Server(LocalCredential own, PeerCheck check) => new()
    {
        ServerCertificateContext = own.Context,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        AllowRenegotiation = false,
        AllowTlsResume = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = Chain(),
        RemoteCertificateValidationCallback = check.Validate,
    };

    public static SslClientAuthenticationOptions Client(LocalCredential own, PeerCheck check) => new()
    {
        TargetHost = ServerName,
        ClientCertificateContext = own.Context,
        EnabledSslProtocols = SslProtocols.Tls13,
        AllowRenegotiation = false,
        AllowTlsResume = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = Chain(),
        RemoteCertificateValidationCallback = check.Validate,
    };

    private static X509ChainPolicy Chain() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };
}
