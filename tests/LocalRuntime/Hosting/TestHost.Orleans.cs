using System.Net;
using System.Net.Sockets;

namespace Cocoon.LocalRuntime.Tests.Hosting;

public sealed partial class TestHost
{
    public const bool IsLocalRuntime = false;

    static partial void UseRuntime(ISiloBuilder silo)
    {
        var ports = FreePorts();
        silo.UseLocalhostClustering(ports.Silo, ports.Gateway, serviceId: "conformance", clusterId: $"conformance-{ports.Silo}");
    }

    private static (int Silo, int Gateway) FreePorts()
    {
        using var silo = new TcpListener(IPAddress.Loopback, 0);
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        silo.Start();
        gateway.Start();
        return (((IPEndPoint)silo.LocalEndpoint).Port, ((IPEndPoint)gateway.LocalEndpoint).Port);
    }
}
