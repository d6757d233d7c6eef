using System.Net.Security;
using System.Security.Authentication;
using Cocoon.Attestation.Appraisals;
using Cocoon.RaTls.Handshakes;
using Cocoon.RaTls.Identity;
using Cocoon.RaTls.Limits;
using Cocoon.RaTls.Roles;
using Cocoon.RaTls.Sessions;
using Cocoon.RaTls.Verdicts;
using Microsoft.Extensions.Options;

namespace Cocoon.RaTls;

/// <summary>
/// Turns connections into attested ones: mutual TLS 1.3 whose certificates carry evidence, then the verdict, before any data
/// passes. Whatever goes wrong closes the connection and has a name. Thread-safe.
/// </summary>
public sealed class RaTlsEndpoint(
    AttestedIdentity identity, IPeerAppraiser appraiser, IRoleProof roles, SessionRegistry sessions, ConnectionGate gate,
    IOptions<RaTlsOptions> options, TimeProvider time)
{
    private readonly RaTlsOptions _options = options.Value;
    private readonly Hello _hello = new(identity, appraiser, roles, options.Value.MaxFrameBytes);

    /// <summary>The called side.</summary>
    /// <param name="transport">The connection as it came. It is broken off when it does not become an attested one.</param>
    /// <param name="expected">Who may call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RaTlsException">The peer is refused, or refuses us.</exception>
    public async Task<RaTlsConnection> Accept(RaTlsTransport transport, PeerExpectation expected, CancellationToken cancellationToken = default)
    {
        var place = gate.TryEnter(transport.Remote);
        try
        {
            using var handshake = place is null ? null : gate.TryShakeHands();
            if (handshake is null) throw new RaTlsException(AttestationFailure.TooManyConnections, $"{transport.Remote} is over the limits of connections.");
            return await Shake(transport, expected, place, isServer: true, cancellationToken);
        }
        catch
        {
            place?.Dispose();
            transport.Abort();
            throw;
        }
    }

    /// <summary>The calling side.</summary>
    /// <param name="transport">A connection to the peer. It is broken off when it does not become an attested one.</param>
    /// <param name="expected">Who may answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RaTlsException">The peer is refused, or refuses us.</exception>
    public async Task<RaTlsConnection> Connect(RaTlsTransport transport, PeerExpectation expected, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Shake(transport, expected, null, isServer: false, cancellationToken);
        }
        catch
        {
            transport.Abort();
            throw;
        }
    }

    private async Task<RaTlsConnection> Shake(RaTlsTransport transport, PeerExpectation expected, IDisposable? place, bool isServer, CancellationToken cancellationToken)
    {
        var check = new PeerCheck(expected, appraiser, _options.MaxCertificateLife, time);
        var stream = new SslStream(transport.Stream, leaveInnerStreamOpen: true);
        var phase = "TLS handshake";
        try
        {
            var own = await identity.Current(cancellationToken);
            using (var deadline = new Deadline(_options.HandshakeTimeout, time, cancellationToken)) await Authenticate(stream, own, check, isServer, deadline.Token);
            if (stream.SslProtocol != SslProtocols.Tls13) check.Refuse(AttestationFailure.TlsVersion, $"the connection is {stream.SslProtocol}");
            // The platform has not asked us: it took the peer's word from an earlier session.
            if (check is { Peer: null, Failure: AttestationFailure.None }) check.Refuse(AttestationFailure.SessionResumed, "the session was resumed");
            if (check is not { Failure: AttestationFailure.None, Peer: { } peer }) throw new RaTlsException(check.Failure, check.Detail);

            phase = "exchange of evidence";
            using (var deadline = new Deadline(_options.AppraisalTimeout, time, cancellationToken))
            {
                var (shown, verdict) = await _hello.Exchange(stream, own, peer, deadline.Token);
                var session = new AttestedSession(shown, verdict, transport.Remote, isServer, time.GetUtcNow());
                return new RaTlsConnection(stream, session, sessions, transport.Abort, place);
            }
        }
        catch (Exception e)
        {
            await stream.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (e is RaTlsException or OutOfMemoryException) throw;
            throw Explain(e, check, phase);
        }
    }

    private static Task Authenticate(SslStream stream, LocalCredential own, PeerCheck check, bool isServer, CancellationToken cancellationToken) => isServer
        ? stream.AuthenticateAsServerAsync(TlsSettings.Server(own, check), cancellationToken)
        : stream.AuthenticateAsClientAsync(TlsSettings.Client(own, check), cancellationToken);

    private static RaTlsException Explain(Exception e, PeerCheck check, string phase) => e switch
    {
        _ when check.Failure != AttestationFailure.None => new RaTlsException(check.Failure, check.Detail, e),
        OperationCanceledException => new RaTlsException(AttestationFailure.HandshakeTimeout, $"the {phase} took too long.", e),
        // In TLS 1.3 a client is connected before the server judged it: a refusal is the end of the stream.
        EndOfStreamException => new RaTlsException(AttestationFailure.RefusedByPeer, $"the peer ended the connection during the {phase}; its log says why.", e),
        // The platform does not tell why: no TLS 1.3, a certificate list over 100 KB, a signature by another key, a line that broke.
        _ => new RaTlsException(AttestationFailure.HandshakeFailed, $"the {phase} failed ({e.GetType().Name}): {e.Message} Both sides need TLS 1.3.", e),
    };
}
