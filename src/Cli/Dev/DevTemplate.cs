using System.Net;
using System.Text.Json;

namespace Cocoon.Cli.Dev;

/// <summary>What a development network hands out to those who join it with a machine, as a market does (docs/join.md).</summary>
internal static class DevTemplate
{
    /// <summary>Writes it beside the network's state; the port is another at each start.</summary>
    /// <returns>The file.</returns>
    public static string Write(string stateFolder, IPEndPoint silo)
    {
        var file = Path.Combine(stateFolder, "provider.json");
        File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(new
        {
            Cocoon = new
            {
                Cluster = new { Id = DevNode.Cluster, Service = DevNode.Cluster },
                Edge = new { Gateways = new[] { silo.ToString() } },
                // All on one machine, and nothing to protect.
                Trust = new { RaTls = false },
                Operations = new { Listen = "http://127.0.0.1:0" },
            },
        }));
        return file;
    }
}
