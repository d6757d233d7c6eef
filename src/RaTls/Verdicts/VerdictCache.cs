using Cocoon.Attestation;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Policy;
using Cocoon.RaTls.Certificates;
using Microsoft.Extensions.Options;

namespace Cocoon.RaTls.Verdicts;

/// <summary>
/// Judges peers and remembers the verdicts. A verdict serves until it ends or policy or collateral change; refusals are
/// remembered for seconds, apart from the rest, so that a flood of them pushes nobody out. Asked for the same peer twice at
/// once, it verifies once. Thread-safe.
/// </summary>
public sealed class VerdictCache(RoleVerifiers verifiers, IOptions<RaTlsOptions> options, TimeProvider time) : IPeerAppraiser
{
    private readonly Lock _gate = new();
    private readonly RecentlyUsed<VerdictSlot, VerdictEntry> _accepted = new(options.Value.MaxVerdicts);
    private readonly RecentlyUsed<VerdictSlot, VerdictEntry> _refused = new(options.Value.MaxVerdicts);
    private readonly Dictionary<VerdictFlight, Task<PeerVerdict>> _flights = [];

    /// <summary>Verdicts remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _accepted.Count + _refused.Count;
        }
    }

    public PeerVerdict? FindRefusal(ShownPeer peer)
    {
        lock (_gate)
            return _refused.TryGet(peer.Slot, out var entry) && entry.Key.Evidence == peer.EvidenceHash && time.GetUtcNow() < entry.Verdict.NotAfter
                ? entry.Verdict
                : null;
    }

    public async Task<PeerVerdict> Appraise(ShownPeer peer, DateTimeOffset? receivedAt, CancellationToken cancellationToken = default)
    {
        try
        {
            var role = peer.Certificate.Identity.Role;
            var now = time.GetUtcNow();
            var policy = await verifiers.Policy(role).Current(cancellationToken);
            var collateral = await verifiers.Collateral.For(peer.Bundle, now, cancellationToken);
            var key = new VerdictKey(peer.EvidenceHash, policy.Hash(), collateral.Hash);
            Task<PeerVerdict>? flight;
            lock (_gate)
            {
                if (Find(peer.Slot, key, receivedAt is null ? policy : null, now) is { } known) return known;
                var asked = new VerdictFlight(peer.Slot, key, receivedAt);
                if (!_flights.TryGetValue(asked, out flight)) _flights[asked] = flight = Task.Run(() => Fly(peer, asked), CancellationToken.None);
            }
            return await flight.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new RaTlsException(AttestationFailure.VerifierFault, $"the peer could not be appraised ({e.GetType().Name}): {e.Message}", e);
        }
    }

    /// <param name="slot">The peer.</param>
    /// <param name="key">What the verdict must rest on.</param>
    /// <param name="fresh">The policy, when the peer is just connecting: evidence that came long ago is not fresh, however often it was looked at since.</param>
    /// <param name="now">The time.</param>
    private PeerVerdict? Find(VerdictSlot slot, VerdictKey key, PolicyDocument? fresh, DateTimeOffset now)
    {
        if (!_accepted.TryGet(slot, out var entry) && !_refused.TryGet(slot, out entry)) return null;
        if (entry.Key != key || now >= entry.Verdict.NotAfter) return null;
        return fresh is null || now < entry.Verdict.ReceivedAt + fresh.MaxAppraisalAge ? entry.Verdict : null;
    }

    private async Task<PeerVerdict> Fly(ShownPeer peer, VerdictFlight asked)
    {
        try
        {
            using var deadline = new CancellationTokenSource(options.Value.AppraisalTimeout, time);
            var verdict = await Verify(peer, asked.ReceivedAt, deadline.Token);
            // Policy or collateral may have moved since the key was made: what the verdict rests on counts.
            var key = verdict.Result is { } result ? asked.Key with { Policy = result.PolicyHash, Collateral = result.CollateralHash } : asked.Key;
            Remember(peer.Slot, new VerdictEntry(key, verdict));
            return verdict;
        }
        finally
        {
            lock (_gate) _flights.Remove(asked);
        }
    }

    private async Task<PeerVerdict> Verify(ShownPeer peer, DateTimeOffset? receivedAt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var certificate = peer.Certificate;
        var received = receivedAt ?? now;
        if (!SelfSignature.Holds(certificate.Encoded))
            return new PeerVerdict(AttestationFailure.NotSelfSigned, "the certificate is not signed by its own key", null, received, now + options.Value.RefusalLife);
        var expected = new BindingExpectation(certificate.Identity.Wallet, IdentityKey: certificate.IdentityKey, IsRelayed: receivedAt is not null);
        var result = await verifiers.Verifier(certificate.Identity.Role).Appraise(peer.Bundle, expected, now, cancellationToken);
        var failure = result.IsAccepted && now >= result.NotAfter ? AttestationFailure.CertificateExpired : result.Failure;
        return failure == AttestationFailure.None
            ? new PeerVerdict(failure, "", result, received, result.NotAfter)
            : new PeerVerdict(failure, result.Detail, result, received, now + options.Value.RefusalLife);
    }

    private void Remember(VerdictSlot slot, VerdictEntry entry)
    {
        lock (_gate)
        {
            _accepted.Remove(slot);
            _refused.Remove(slot);
            (entry.Verdict.IsAccepted ? _accepted : _refused).Set(slot, entry);
        }
    }
}
