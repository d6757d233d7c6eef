using System.Net;
using System.Net.Sockets;

namespace Cocoon.ClusterKit.Processes;

/// <summary>Free ports on loopback. Each is given out once in a process; between here and its use another program may still take it.</summary>
internal static class FreePorts
{
    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        lock (Given)
        {
            while (true)
            {
                using var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                var port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port)) return port;
            }
        }
    }
}
