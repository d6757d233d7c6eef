namespace Cocoon.Silo.Settings;

/// <summary>What follows from audits on chain (docs/audits.md). How many jobs are audited is the registry's to say.</summary>
public sealed class AuditSettings
{
    /// <summary>The key of the wallet that announces slashes. Default: null, disputes are noted and whoever holds the key off line decides.</summary>
    public string? SlasherKeyFile { get; init; }

    /// <summary>Stake contracts that a slash is announced to. Default: none.</summary>
    public IReadOnlyList<AuditStakeSettings> Stakes { get; init; } = [];
}
