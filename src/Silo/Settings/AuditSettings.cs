namespace Cocoon.Silo.Settings;

/// <summary>Who else audits, and what follows on chain (docs/audits.md). How many jobs are audited is the registry's to say.</summary>
public sealed class AuditSettings
{
    /// <summary>The key of the wallet that announces slashes and executes them after their delay; it needs money for fees. Default: null, disputes are noted and whoever holds the key off line decides.</summary>
    public string? SlasherKeyFile { get; init; }

    /// <summary>Stake contracts that a slash is announced to. Default: none.</summary>
    public IReadOnlyList<AuditStakeSettings> Stakes { get; init; } = [];

    /// <summary>
    /// Wallets of the market's own auditors, machines with <see cref="ProviderSettings.AuditsOnly"/>, that run a job again where no
    /// provider can; the same on all core silos. Default: none, a model that one provider alone offers is not audited.
    /// </summary>
    public IReadOnlyList<string> Auditors { get; init; } = [];
}
