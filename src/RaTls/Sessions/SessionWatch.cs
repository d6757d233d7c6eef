using Cocoon.Attestation.Appraisals;
using Cocoon.RaTls.Handshakes;
using Cocoon.RaTls.Verdicts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.RaTls.Sessions;

/// <summary>
/// Looks at every live session again: a peer that policy or collateral no longer accept is off within one look, and one
/// that cannot be looked at is off after <see cref="RaTlsOptions.ReappraisalGrace"/>.
/// </summary>
public sealed partial class SessionWatch(
    SessionRegistry registry, IPeerAppraiser appraiser, IOptions<RaTlsOptions> options, TimeProvider time, ILogger<SessionWatch> logger)
    : BackgroundService
{
    private const int AtOnce = 8;

    /// <summary>One look at all sessions. Never throws but for cancellation.</summary>
    public Task Look(CancellationToken cancellationToken = default) => Parallel.ForEachAsync(
        registry.Sessions, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, Look);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ReappraiseEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await Look(stoppingToken);
    }

    private async ValueTask Look(AttestedSession session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - session.EstablishedAt >= options.Value.MaxSessionAge)
        {
            End(session, AttestationFailure.SessionTooOld, $"It lives since {session.EstablishedAt:u}; the peer may connect anew.");
            return;
        }
        try
        {
            // A verifier that hangs must not keep the others from being looked at.
            using var deadline = new Deadline(options.Value.ReappraiseEvery, time, cancellationToken);
            var verdict = await appraiser.Appraise(session.Peer, session.Verdict.ReceivedAt, deadline.Token);
            if (verdict.IsAccepted) session.Renew(verdict, now);
            else End(session, verdict.Failure, verdict.Detail);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is RaTlsException or OperationCanceledException)
        {
            var since = time.GetUtcNow() - session.LookedAt;
            if (since >= options.Value.ReappraisalGrace) End(session, AttestationFailure.VerifierFault, $"It could not be looked at for {since}: {e.Message}");
            else LogNotLookedAt(session.Identity.ToString(), e.Message);
        }
    }

    private void End(AttestedSession session, AttestationFailure failure, string detail)
    {
        LogEnded(session.Identity.ToString(), failure, detail);
        registry.End(session, failure);
    }

    [LoggerMessage(5011, LogLevel.Warning, "The connection with {Peer} is closed ({Failure}): {Detail}")]
    private partial void LogEnded(string peer, AttestationFailure failure, string detail);

    [LoggerMessage(5012, LogLevel.Warning, "The connection with {Peer} could not be looked at again: {Reason} It is closed when that lasts.")]
    private partial void LogNotLookedAt(string peer, string reason);
}
