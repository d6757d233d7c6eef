namespace Cocoon.Silo.Settings;

/// <summary>What a silo is for.</summary>
public enum SiloRole
{
    /// <summary>Keeps the ledger. Runs on the market's own machines.</summary>
    Core,

    /// <summary>Serves models, and hosts nothing but its engine's grain. Has no keys of the market and no access to the ledger.</summary>
    Provider,

    /// <summary>Serves models from outside of the cluster: dials out to it, takes no connections, and reaches nothing but its own edge grain.</summary>
    Edge,
}
