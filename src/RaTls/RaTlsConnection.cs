using System.Net.Security;
using Cocoon.RaTls.Sessions;

namespace Cocoon.RaTls;

/// <summary>
/// An attested connection: both sides have proven themselves and accepted each other. It is broken off when the peer is no
/// longer accepted.
/// </summary>
public sealed class RaTlsConnection : IAsyncDisposable
{
    private readonly SessionRegistry _registry;
    private readonly IDisposable? _place;
    private readonly CancellationTokenRegistration _onEnded;

    internal RaTlsConnection(SslStream stream, AttestedSession session, SessionRegistry registry, Action abort, IDisposable? place)
    {
        (Stream, Session, _registry, _place) = (stream, session, registry, place);
        _onEnded = session.Ended.UnsafeRegister(static state => ((Action)state!)(), abort);
        registry.Add(session);
    }

    /// <summary>Data, both ways, encrypted below.</summary>
    public SslStream Stream { get; }

    /// <summary>The peer and the verdict on it.</summary>
    public AttestedSession Session { get; }

    /// <summary>Closes the connection and gives its place back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _onEnded.DisposeAsync();
        _registry.Remove(Session);
        try
        {
            await Stream.DisposeAsync();
        }
        finally
        {
            _place?.Dispose();
        }
    }
}
