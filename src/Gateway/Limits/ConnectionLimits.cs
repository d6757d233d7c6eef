using Cocoon.Gateway.Hosting;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Limits;

/// <summary>Limits that the web server keeps, and the number of requests on one connection.</summary>
internal sealed class ConnectionLimits(IOptions<GatewayOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>Room that a sealed request needs beyond its plain body; what is within this and still too large is refused with a proper answer.</summary>
    private const int Overhead = 64 * 1024;

    private static readonly object Served = new();

    public void Configure(KestrelServerOptions kestrel)
    {
        var (limits, http) = (kestrel.Limits, options.Value.Http);
        limits.MaxRequestHeadersTotalSize = http.MaxHeaderBytes;
        limits.MaxRequestLineSize = Math.Min(limits.MaxRequestLineSize, http.MaxHeaderBytes);
        limits.MaxRequestBodySize = options.Value.MaxBodyBytes + Overhead;
        limits.MaxConcurrentConnections = http.MaxConnections;
        limits.MinRequestBodyDataRate = new MinDataRate(http.MinUploadRate, http.SlowGrace);
        limits.MinResponseDataRate = new MinDataRate(http.MinDownloadRate, http.SlowGrace);
    }

    /// <summary>Counts a request; the connection of the last one it may carry is closed after it.</summary>
    public void Count(HttpContext http)
    {
        if (http.Features.Get<IConnectionItemsFeature>()?.Items is not { } items) return;
        int served;
        lock (items)
        {
            served = (items.TryGetValue(Served, out var known) ? (int)known! : 0) + 1;
            items[Served] = served;
        }
        if (served >= options.Value.Http.MaxRequestsPerConnection) http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }
}
