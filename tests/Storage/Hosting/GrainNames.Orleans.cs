using System.Net;
using System.Net.Sockets;

namespace Cocoon.Storage.Tests.Hosting;

internal sealed partial class GrainNames
{
    static partial void UseRuntime(ISiloBuilder silo)
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        var (port, gateway) = (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
        silo.UseLocalhostClustering(port, gateway, serviceId: "formats", clusterId: $"formats-{port}");
    }
}
