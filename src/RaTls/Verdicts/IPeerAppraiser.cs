namespace Cocoon.RaTls.Verdicts;

/// <summary>Judges peers of attested connections. Thread-safe.</summary>
public interface IPeerAppraiser
{
    /// <param name="peer">What it has shown.</param>
    /// <param name="receivedAt">When its evidence first came; null for a peer that is just connecting, whose evidence must be fresh.</param>
    /// <param name="cancellationToken">Ends the wait; a verdict that others wait for goes on.</param>
    /// <exception cref="RaTlsException">There is no verdict: the policy, collateral or chain could not be asked.</exception>
    Task<PeerVerdict> Appraise(ShownPeer peer, DateTimeOffset? receivedAt, CancellationToken cancellationToken = default);

    /// <summary>A refusal of the same evidence a moment ago, without any work; null when there is none.</summary>
    PeerVerdict? FindRefusal(ShownPeer peer);
}
