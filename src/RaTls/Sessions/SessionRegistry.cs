using System.Collections.Concurrent;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.RaTls.Sessions;

/// <summary>All live attested connections of this process. Thread-safe.</summary>
public sealed class SessionRegistry
{
    private readonly ConcurrentDictionary<AttestedSession, bool> _sessions = new();

    /// <summary>A snapshot, in no order.</summary>
    public IReadOnlyCollection<AttestedSession> Sessions => [.. _sessions.Keys];

    internal void Add(AttestedSession session) => _sessions[session] = true;

    internal void Remove(AttestedSession session)
    {
        if (_sessions.TryRemove(session, out _)) session.Dispose();
    }

    /// <summary>Ends a session whose peer is no longer accepted.</summary>
    internal void End(AttestedSession session, AttestationFailure failure)
    {
        // Whoever removes it also disposes it, so that nothing disposed is ended.
        if (!_sessions.TryRemove(session, out _)) return;
        session.End(failure);
        session.Dispose();
    }
}
