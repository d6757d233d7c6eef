namespace Cocoon.Silo.Settings;

/// <summary>What one connection or request may take of the gateway.</summary>
public sealed class HttpLimitSettings
{
    /// <summary>Request line and headers in bytes, 4,096 to 1,048,576; more get 431. Default: 32,768.</summary>
    public int MaxHeaderBytes { get; init; } = 32 * 1024;

    /// <summary>Connections at once, 1 to 1,000,000; more are closed at once. Default: 20,000.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>Requests over one connection, from 1; it is closed after the last, so that load balancers spread callers anew. Default: 10,000.</summary>
    public int MaxRequestsPerConnection { get; init; } = 10_000;

    /// <summary>Slowest upload in bytes per second, from 1; a body that comes slower gets 408. Default: 240.</summary>
    public int MinUploadRate { get; init; } = 240;

    /// <summary>Slowest download in bytes per second while there is something to send, from 1. Who reads slower is cut off, and pays for what was delivered. Default: 240.</summary>
    public int MinDownloadRate { get; init; } = 240;

    /// <summary>How long either may be slower at first, in seconds, 2 to 300. Default: 5.</summary>
    public int SlowGraceSeconds { get; init; } = 5;

    /// <summary>How many times its compressed size a body may have, 1 to 10,000; larger ones get 413. Default: 100.</summary>
    public int MaxInflation { get; init; } = 100;
}
