using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Cocoon.RaTls.Handshakes;

namespace Cocoon.RaTls.Tests.Harness;

/// <summary>A peer that does not keep to the rules: plain SslStream, any certificate, accepts whatever it is shown.</summary>
[SuppressMessage("Security", "CA5359", Justification = "The point of this peer.")]
internal static class RawPeer
{
    public static SslClientAuthenticationOptions Client(X509Certificate2? certificate, SslProtocols protocols = SslProtocols.Tls13) => new()
    {
        TargetHost = "cocoon",
        ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
        EnabledSslProtocols = protocols,
        RemoteCertificateValidationCallback = static (_, _, _, _) => true,
    };

    public static SslServerAuthenticationOptions Server(X509Certificate2 certificate, SslProtocols protocols = SslProtocols.Tls13) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
        ClientCertificateRequired = true,
        EnabledSslProtocols = protocols,
        RemoteCertificateValidationCallback = static (_, _, _, _) => true,
    };

    /// <summary>Shakes hands and shows no further evidence, as far as the other side lets it.</summary>
    public static async Task TryConnect(SslStream stream, SslClientAuthenticationOptions options)
    {
        try
        {
            await stream.AuthenticateAsClientAsync(options);
            await Frames.Write(stream, Frames.Make(FrameType.Evidence, new EvidenceFrame(default, null).Encode()), default);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or ObjectDisposedException)
        {
            // That the other side breaks off is what these tests are about; they look at its reason.
        }
    }
}
