namespace Cocoon.Silo.Settings;

internal static class SiloChecks
{
    public static IEnumerable<string> Of(SiloSettings silo) =>
    [
        .. Checks.Between("Cocoon:Silo:DrainSeconds", silo.DrainSeconds, 0, 600, " s"),
        .. Checks.Between("Cocoon:Silo:ResponseTimeoutSeconds", silo.ResponseTimeoutSeconds, 5, 300, " s"),
        .. Checks.Between("Cocoon:Silo:MaxQueuedRequests", silo.MaxQueuedRequests, 10, 1_000_000),
        .. Checks.Between("Cocoon:Silo:LoadShedding:Cpu", silo.LoadShedding.Cpu, 50, 100, " %"),
        .. Checks.Between("Cocoon:Silo:LoadShedding:Memory", silo.LoadShedding.Memory, 50, 100, " %"),
        .. Age(nameof(CollectionSettings.Jobs), silo.CollectionMinutes.Jobs),
        .. Age(nameof(CollectionSettings.Channels), silo.CollectionMinutes.Channels),
        .. Age(nameof(CollectionSettings.Accounts), silo.CollectionMinutes.Accounts),
        .. Age(nameof(CollectionSettings.Batches), silo.CollectionMinutes.Batches),
        .. Age(nameof(CollectionSettings.Others), silo.CollectionMinutes.Others),
    ];

    /// <summary>The runtime looks for idle grains each minute and takes no shorter age than that.</summary>
    private static IEnumerable<string> Age(string name, int minutes) => Checks.Between($"Cocoon:Silo:CollectionMinutes:{name}", minutes, 2, 10_080, " minutes");
}
