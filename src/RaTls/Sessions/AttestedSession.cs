using System.Net;
using Cocoon.Attestation.Appraisals;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Verdicts;

namespace Cocoon.RaTls.Sessions;

/// <summary>One live connection and the peer at its other end, which is looked at again and again. Thread-safe.</summary>
public sealed class AttestedSession : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private volatile PeerVerdict _verdict;
    private int _failure;

    internal AttestedSession(ShownPeer peer, PeerVerdict verdict, EndPoint? remote, bool isInbound, DateTimeOffset at)
    {
        (Peer, _verdict, Remote, IsInbound, EstablishedAt, LookedAt, Ended) = (peer, verdict, remote, isInbound, at, at, _ended.Token);
    }

    /// <summary>What the peer has shown.</summary>
    public ShownPeer Peer { get; }

    /// <summary>Who the peer is; accepted as that.</summary>
    public PeerIdentity Identity => Peer.Certificate.Identity;

    /// <summary>The latest verdict.</summary>
    public PeerVerdict Verdict => _verdict;

    /// <summary>Address of the other end; null where the transport has none.</summary>
    public EndPoint? Remote { get; }

    /// <summary>Whether the peer called us.</summary>
    public bool IsInbound { get; }

    public DateTimeOffset EstablishedAt { get; }

    /// <summary>Cancelled when the peer is no longer accepted. Whoever uses the connection breaks it off then.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Why it was ended; none while it lives.</summary>
    public AttestationFailure Failure => (AttestationFailure)Volatile.Read(ref _failure);

    internal DateTimeOffset LookedAt { get; private set; }

    internal void Renew(PeerVerdict verdict, DateTimeOffset at) => (_verdict, LookedAt) = (verdict, at);

    /// <summary>Ends it; the first reason stays.</summary>
    internal void End(AttestationFailure failure)
    {
        if (Interlocked.CompareExchange(ref _failure, (int)failure, (int)AttestationFailure.None) == (int)AttestationFailure.None) _ended.Cancel();
    }

    /// <summary>Frees what belongs to it. The token stays as it was.</summary>
    public void Dispose() => _ended.Dispose();
}
