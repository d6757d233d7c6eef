using System.Net;
using System.Net.Sockets;

namespace Cocoon.RaTls.Tests.Harness;

/// <summary>Two ends of a TCP connection over loopback.</summary>
internal sealed class Wire : IDisposable
{
    private Wire(Socket caller, Socket called)
    {
        Caller = new NetworkStream(caller, ownsSocket: true);
        Called = new NetworkStream(called, ownsSocket: true);
        CalledFrom = called.RemoteEndPoint!;
    }

    public NetworkStream Caller { get; }

    public NetworkStream Called { get; }

    public EndPoint CalledFrom { get; }

    public static async Task<Wire> Open()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var caller = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var called = listener.AcceptSocketAsync();
        await caller.ConnectAsync(listener.LocalEndpoint);
        return new Wire(caller, await called);
    }

    public void Dispose()
    {
        Caller.Dispose();
        Called.Dispose();
    }
}
