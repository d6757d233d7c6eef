using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Verdicts;

namespace Cocoon.RaTls.Handshakes;

/// <summary>
/// Judges the peer's certificate inside one TLS handshake: cheap checks only, since TLS waits. Whatever goes wrong is a
/// refusal with a name; the TLS alert tells the peer nothing. Used by one handshake.
/// </summary>
internal sealed class PeerCheck(PeerExpectation expected, IPeerAppraiser appraiser, TimeSpan longestLife, TimeProvider time)
{
    /// <summary>Why the peer is refused; none when it is not, or was not looked at.</summary>
    public AttestationFailure Failure { get; private set; }

    public string Detail { get; private set; } = "";

    /// <summary>The peer; null until it passed.</summary>
    public ShownPeer? Peer { get; private set; }

    public void Refuse(AttestationFailure failure, string detail) => (Failure, Detail) = (failure, detail);

    /// <summary>For SslStream. The chain and the errors of the platform are ignored: a self-signed certificate always has some.</summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        try
        {
            Peer = null;
            if (certificate is not X509Certificate2 shown)
            {
                Refuse(AttestationFailure.NoCertificate, "the peer showed no certificate");
                return false;
            }
            Failure = PeerCertificateReader.TryRead(shown, time.GetUtcNow(), longestLife, out var certified);
            if (Failure == AttestationFailure.None) Failure = expected.Judge(certified!.Identity);
            var peer = Failure == AttestationFailure.None ? new ShownPeer(certified!, certified!.Bundle) : null;
            if (peer is not null && appraiser.FindRefusal(peer) is { } refusal) Refuse(refusal.Failure, refusal.Detail);
            if (Failure != AttestationFailure.None)
            {
                if (Detail.Length == 0) Detail = certified is null ? $"the certificate of '{shown.Subject}' is not acceptable" : $"{certified.Identity} is not whom this connection is for";
                return false;
            }
            Peer = peer;
            return true;
        }
        catch (Exception e)
        {
            // An exception would pass through SslStream as it is; a doubt is a refusal.
            Peer = null;
            Refuse(AttestationFailure.VerifierFault, $"the certificate could not be looked at: {e.GetType().Name}");
            return false;
        }
    }
}
