using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Cocoon.Failures.Tests.Cluster;

/// <summary>The connections between silos, which tests can cut. Those of clients are not among them.</summary>
internal sealed class Network
{
    private readonly ConcurrentDictionary<ConnectionContext, byte> _open = new();
    private volatile bool _isCut;

    /// <summary>Middleware of every connection that a silo makes to another.</summary>
    public void Add(IConnectionBuilder connections) => connections.Use(next => async connection =>
    {
        if (_isCut) throw new ConnectionAbortedException("The network is cut.");
        _open[connection] = 0;
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection, out _);
        }
    });

    public void Cut()
    {
        _isCut = true;
        foreach (var connection in _open.Keys) connection.Abort(new ConnectionAbortedException("The network is cut."));
    }

    public void Heal() => _isCut = false;
}
