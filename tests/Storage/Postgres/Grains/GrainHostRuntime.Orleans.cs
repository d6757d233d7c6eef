using System.Net;
using System.Net.Sockets;

namespace Cocoon.Storage.Tests.Postgres.Grains;

internal static class GrainHostRuntime
{
    public static void Alone(ISiloBuilder silo)
    {
        var ports = FreePorts();
        silo.UseLocalhostClustering(ports.Silo, ports.Gateway, serviceId: "postgres", clusterId: $"postgres-{ports.Silo}");
    }

    public static (int Silo, int Gateway) FreePorts()
    {
        using var silo = new TcpListener(IPAddress.Loopback, 0);
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        silo.Start();
        gateway.Start();
        return (((IPEndPoint)silo.LocalEndpoint).Port, ((IPEndPoint)gateway.LocalEndpoint).Port);
    }
}
