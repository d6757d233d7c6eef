namespace Cocoon.Gateway.Limits;

/// <summary>What one connection or request may take of a gateway. Every limit is refused with the status that HTTP has for it.</summary>
public sealed class HttpLimitOptions
{
    /// <summary>Request line and headers in bytes, 4,096 to 1,048,576; more get 431. Default: 32,768.</summary>
    public int MaxHeaderBytes { get; set; } = 32 * 1024;

    /// <summary>Connections at once, from 1; more are closed at once. Default: 20,000.</summary>
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>Requests over one connection, from 1; it is closed after the last, so that load balancers spread callers anew. Default: 10,000.</summary>
    public int MaxRequestsPerConnection { get; set; } = 10_000;

    /// <summary>Slowest upload in bytes per second, from 1; a body that comes slower gets 408. Default: 240.</summary>
    public int MinUploadRate { get; set; } = 240;

    /// <summary>
    /// Slowest download in bytes per second while there is something to send, from 1. Who reads slower is cut off; the answer is
    /// cancelled and charged for what was delivered. Default: 240.
    /// </summary>
    public int MinDownloadRate { get; set; } = 240;

    /// <summary>How long either may be slower than that at first, above 1 s. Default: 5 s.</summary>
    public TimeSpan SlowGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many times its compressed size a body may have, from 1; larger ones get 413, as do those above the limit for all bodies. Default: 100.</summary>
    public int MaxInflation { get; set; } = 100;
}
