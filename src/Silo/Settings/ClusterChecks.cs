using System.Net;

namespace Cocoon.Silo.Settings;

internal static class ClusterChecks
{
    private const int MaxName = 64;

    public static IEnumerable<string> Of(ClusterSettings cluster) =>
    [
        .. Name("Cocoon:Cluster:Id", cluster.Id),
        .. Name("Cocoon:Cluster:Service", cluster.Service),
        .. Address(cluster.Address),
        .. Checks.Between("Cocoon:Cluster:SiloPort", cluster.SiloPort, 1, 65535),
        .. Checks.Between("Cocoon:Cluster:ProbeSeconds", cluster.ProbeSeconds, 1, 60),
        .. Checks.Between("Cocoon:Cluster:GatewayPort", cluster.GatewayPort, 1, 65535),
        .. cluster.SiloPort == cluster.GatewayPort ? [$"Cocoon:Cluster:SiloPort and GatewayPort are both {cluster.SiloPort}. Choose two."] : (string[])[],
    ];

    private static IEnumerable<string> Name(string option, string name)
    {
        if (name.Length is 0 or > MaxName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            yield return $"{option} is '{name}'; it takes 1 to {MaxName} letters, digits, '-', '_' and '.'.";
    }

    private static IEnumerable<string> Address(string? address)
    {
        if (address is null) yield break;
        if (!IPAddress.TryParse(address, out var ip)) yield return $"Cocoon:Cluster:Address is '{address}'; it takes the IP address that the other silos reach this one at.";
        else if (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)) yield return $"Cocoon:Cluster:Address is {address}, which nobody can connect to. Set the IP address that the other silos reach this one at.";
    }
}
