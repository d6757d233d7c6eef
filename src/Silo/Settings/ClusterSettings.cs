namespace Cocoon.Silo.Settings;

/// <summary>How the silos find and reach one another. Without effect on LocalRuntime.</summary>
public sealed class ClusterSettings
{
    /// <summary>Silos and gateways with the same id are one cluster. A new id starts afresh beside silos that died hard. Default: "cocoon".</summary>
    public string Id { get; init; } = "cocoon";

    /// <summary>Names what the cluster stores. It must never change while there is a ledger. Default: "cocoon".</summary>
    public string Service { get; init; } = "cocoon";

    /// <summary>
    /// IP address that the others reach this silo at, and that it listens on. These ports are for silos and gateways only: keep
    /// everybody else out. Default: null, which is loopback: all processes on one machine.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>TCP port for other silos, 1 to 65535. Default: 11111.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>TCP port for gateways, 1 to 65535. Provider silos have none. Default: 30000.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>
    /// How often silos probe one another, in seconds, 1 to 60. Three missed probes and a silo is voted dead, so a killed one is
    /// felt for about four times as long. Shorter on a slow network or an overloaded machine takes the living for dead. Default: 3.
    /// </summary>
    public int ProbeSeconds { get; init; } = 3;
}
