using System.Collections.Concurrent;
using Cocoon.Admin.Cluster;
using Cocoon.Admin.Market;
using Cocoon.Grains;
using Cocoon.Grains.Operations;
using Microsoft.Extensions.Logging;

namespace Cocoon.Admin.Collecting;

/// <summary>Reads what happened on every silo, with a cursor for each. Called by one loop only.</summary>
internal sealed partial class SiloCollector(IGrainFactory grains, PictureKeeper keeper, TimeProvider time, ILogger<SiloCollector> logger)
{
    /// <summary>Silos read.</summary>
    public const int MaxSilos = 64;

    /// <summary>Pages of events that one round reads from one silo, so that a busy one cannot hold up the others.</summary>
    public const int MaxPages = 5;

    /// <summary>How long a silo that cannot tell is not asked again; each question leaves an error in the cluster's log.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _cursors = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _mute = new(StringComparer.Ordinal);

    public async Task Read(ClusterView cluster)
    {
        var silos = cluster.Silos.Where(silo => silo.IsActive).Select(silo => silo.Address).Take(MaxSilos).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _cursors.Keys.Where(silo => !silos.Contains(silo))) _cursors.TryRemove(gone, out _);
        foreach (var gone in _mute.Keys.Where(silo => !silos.Contains(silo))) _mute.TryRemove(gone, out _);
        keeper.Change(picture => picture.WithSilos(silos));
        await Task.WhenAll(silos.Where(silo => !_mute.TryGetValue(silo, out var until) || until <= time.GetUtcNow()).Select(Read));
    }

    private async Task Read(string silo)
    {
        try
        {
            for (var page = 0; page < MaxPages; page++)
            {
                var report = await grains.SiloWatch(silo).Read(_cursors.GetValueOrDefault(silo), SiloReport.MaxEvents);
                _cursors[silo] = report.Cursor;
                keeper.Change(picture => picture.With(silo, report, time.GetUtcNow()));
                if (report.Events.Count < SiloReport.MaxEvents) return;
            }
        }
        catch (RefusedException)
        {
            // A provider's silo: it hosts no grain that could tell.
            _mute[silo] = time.GetUtcNow() + Silence;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            LogSilent(silo, e.GetType().Name, e.Message);
            keeper.Change(picture => picture.WithSilence(silo, time.GetUtcNow()));
        }
    }

    [LoggerMessage(2611, LogLevel.Information, "Silo {Silo} does not answer the admin pages: {Error} {Reason}")]
    private partial void LogSilent(string silo, string error, string reason);
}
