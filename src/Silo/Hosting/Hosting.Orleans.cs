using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;

namespace Cocoon.Silo.Hosting;

/// <summary>The grain runtime of this build: Orleans, one silo on loopback with ports of its own.</summary>
internal static class RuntimeHosting
{
    public const string Name = "Orleans";

    public static void Use(IHostApplicationBuilder builder, Action<ISiloBuilder> configure) => builder.UseOrleans(silo =>
    {
        silo.UseLocalhostClustering(FreePort(), FreePort());
        configure(silo);
    });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
