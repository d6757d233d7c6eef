using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Cocoon.Inference.Upstream;

/// <summary>
/// Connections to the server, pooled. The address that is checked is the address that is connected to, so that DNS cannot
/// change its mind in between; redirects, cookies and proxies are off.
/// </summary>
internal static class UpstreamConnector
{
    /// <summary>Pools turn over, so that a server which moved is found.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    /// <summary>
    /// What is left of an answer that was read to its end fits, so its connection is used again; an answer that is let go of ends
    /// with its connection, which is how the server learns that it may stop.
    /// </summary>
    private const int MostLeft = 4 * 1024;

    private static readonly TimeSpan LeftTime = TimeSpan.FromMilliseconds(20);

    /// <summary>A probe and a look at the metrics find a connection while all slots are busy.</summary>
    private const int WatchConnections = 2;

    public static Task<IPAddress[]> Resolve(string name, CancellationToken cancellation) => Dns.GetHostAddressesAsync(name, cancellation);

    public static HttpClient Connect(UpstreamOptions options, ResolveAddresses resolve)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            MaxConnectionsPerServer = options.Slots + WatchConnections,
            MaxResponseDrainSize = MostLeft,
            ResponseDrainTimeout = LeftTime,
            ConnectCallback = (context, cancellation) => Open(context.DnsEndPoint, resolve, options.AllowPrivateAddresses, cancellation),
        };
        var client = new HttpClient(handler) { BaseAddress = Base(options.Endpoint), Timeout = Timeout.InfiniteTimeSpan };
        if (options.ApiKey is { } key) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>With a slash at its end, so that paths are added to it.</summary>
    private static Uri Base(Uri endpoint) => endpoint.AbsoluteUri.EndsWith('/') ? endpoint : new Uri(endpoint.AbsoluteUri + "/");

    private static async ValueTask<Stream> Open(DnsEndPoint server, ResolveAddresses resolve, bool allowPrivate, CancellationToken cancellation)
    {
        var found = await resolve(server.Host, cancellation);
        var allowed = found.Where(address => AddressRules.Allows(address, allowPrivate)).ToArray();
        if (allowed.Length == 0)
            throw new UpstreamException($"The upstream '{server.Host}' has no address that may be connected to. For a server on this machine or in a private network set AllowPrivateAddresses.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, server.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
