namespace Cocoon.Ton.Client;

/// <summary>
/// Chooses the server for a request: the first one that is not resting after a failure, so that the preferred server is
/// taken again when its rest is over. Thread-safe.
/// </summary>
internal sealed class ToncenterServers
{
    private readonly Lock _lock = new();
    private readonly ToncenterServer[] _servers;
    private readonly TimeProvider _time;
    private readonly TimeSpan _rest;

    public ToncenterServers(ToncenterOptions options, TimeProvider time)
    {
        _time = time;
        _rest = options.RestAfterFailure;
        _servers = [.. options.Fallbacks.Prepend(new ToncenterEndpoint(options.Endpoint, options.ApiKey))
            .Select(endpoint => new ToncenterServer(endpoint, new RequestPacer(options.RequestsPerSecond, time)))];
    }

    /// <summary>When all are resting: the one whose rest ends first.</summary>
    public ToncenterServer Choose()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            return Array.Find(_servers, server => server.RestsUntil <= now) ?? _servers.MinBy(server => server.RestsUntil)!;
        }
    }

    /// <summary>Whether there is a server that is not resting.</summary>
    public bool AnyIsRested
    {
        get
        {
            lock (_lock) return Array.Exists(_servers, server => server.RestsUntil <= _time.GetUtcNow());
        }
    }

    public void Failed(ToncenterServer server, TimeSpan? askedFor)
    {
        lock (_lock) server.RestsUntil = _time.GetUtcNow() + (askedFor > _rest ? askedFor.Value : _rest);
    }

    public void Answered(ToncenterServer server)
    {
        lock (_lock) server.RestsUntil = DateTimeOffset.MinValue;
    }
}
