namespace Cocoon.Silo.Settings;

internal static class AuditChecks
{
    private const int MaxAuditors = 16;

    public static IEnumerable<string> Of(AuditSettings audits, ProcessKind kind, SiloRole role) =>
    [
        .. audits.SlasherKeyFile is { } path ? Checks.One(KeyFile.WhyNotKey("Cocoon:Audits:SlasherKeyFile", path)) : [],
        .. Checks.One(audits.SlasherKeyFile is not null && (kind != ProcessKind.Silo || role != SiloRole.Core)
            ? "Cocoon:Audits:SlasherKeyFile is set. Only core silos decide disputes: remove it, and the key file from this machine." : null),
        .. Checks.One(audits.SlasherKeyFile is null && audits.Stakes.Count > 0 ? "Cocoon:Audits:Stakes is set without SlasherKeyFile. Nothing is slashed without the slasher's key: set it, or remove the stakes." : null),
        .. Checks.One(audits.Stakes.DistinctBy(static stake => stake.Provider).Count() < audits.Stakes.Count ? "Cocoon:Audits:Stakes names a provider twice. Leave one of its stake contracts." : null),
        .. audits.Stakes.SelectMany(static (stake, index) => (IEnumerable<string>)
        [
            .. Checks.Address($"Cocoon:Audits:Stakes:{index}:Provider", stake.Provider, "a provider's wallet"),
            .. Checks.Address($"Cocoon:Audits:Stakes:{index}:Contract", stake.Contract, "the address of that provider's stake contract"),
        ]),
        .. audits.Auditors.SelectMany(static (auditor, index) => Checks.Address($"Cocoon:Audits:Auditors:{index}", auditor, "the wallet of a machine that runs audits only")),
        .. Checks.One(audits.Auditors.Distinct(StringComparer.Ordinal).Count() < audits.Auditors.Count ? "Cocoon:Audits:Auditors names a wallet twice. Leave it there once." : null),
        .. Checks.One(audits.Auditors.Count > MaxAuditors ? $"Cocoon:Audits:Auditors has {audits.Auditors.Count} entries; it takes at most {MaxAuditors}." : null),
    ];
}
