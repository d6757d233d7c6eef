using System.Globalization;

namespace Cocoon.Grains.Operations;

/// <summary>Keys of the grains that serve the people who run the market.</summary>
public static class OperationsKeys
{
    private const string TheMarket = "market";

    public static IAuditLogGrain AuditLog(this IGrainFactory grains) => grains.GetGrain<IAuditLogGrain>(TheMarket);

    public static IAuditArchiveGrain AuditArchive(this IGrainFactory grains, long chunk) =>
        grains.GetGrain<IAuditArchiveGrain>(chunk.ToString(CultureInfo.InvariantCulture));

    /// <param name="grains">The runtime.</param>
    /// <param name="silo">The silo's address as the cluster writes it, or any name where there is one process.</param>
    public static ISiloWatchGrain SiloWatch(this IGrainFactory grains, string silo) => grains.GetGrain<ISiloWatchGrain>(silo);
}
