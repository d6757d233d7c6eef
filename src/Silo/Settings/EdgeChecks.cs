using System.Net;

namespace Cocoon.Silo.Settings;

internal static class EdgeChecks
{
    private const int MaxGateways = 64;

    public static IEnumerable<string> Of(EdgeSettings edge, SiloRole role) =>
    [
        .. role == SiloRole.Edge && edge.Gateways.Count == 0 ? ["Cocoon:Edge:Gateways is empty. Name the gateway port of at least one of the market's core silos, such as 203.0.113.7:30000."] : (string[])[],
        .. edge.Gateways.Count > MaxGateways ? [$"Cocoon:Edge:Gateways has {edge.Gateways.Count} entries; it takes at most {MaxGateways}."] : (string[])[],
        .. edge.Gateways.Where(static gateway => !IPEndPoint.TryParse(gateway, out var end) || end.Port == 0).Select(static gateway => $"Cocoon:Edge:Gateways has '{gateway}'; it takes IP:PORT, such as 203.0.113.7:30000."),
        .. edge.WalletKeyFile is { } file ? Checks.One(KeyFile.WhyNotKey("Cocoon:Edge:WalletKeyFile", file)) : [],
        .. role == SiloRole.Provider ? ["Cocoon:Edge is set, and the role is Provider, which is a silo of the cluster. Set Cocoon:Silo:Role to Edge to dial out, or remove the section."] : (string[])[],
    ];
}
