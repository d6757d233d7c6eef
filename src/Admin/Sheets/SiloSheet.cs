using System.Globalization;
using Cocoon.Admin.Cluster;
using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;

namespace Cocoon.Admin.Sheets;

/// <summary>The silos, and the grains on them.</summary>
internal static class SiloSheet
{
    public const string Name = "silos";
    public const string GrainsName = "grains";

    public static Sheet From(MarketPicture picture, DateTimeOffset now) => new(Name, "Silos",
        [
            Column.Text("Silo"), Column.Text("State"), Column.Text("Up since"), Column.Count("CPU", "%"), Column.Count("Memory"), Column.Count("Heap"), Column.Count("Threads"), Column.Count("Queued"), Column.Count("Activations"), Column.Count("Events"), Column.Count("Violations"),
        ],
        [
            .. from silo in picture.Cluster.Silos
               let reading = picture.Silos.GetValueOrDefault(silo.Address)
               let numbers = reading?.Numbers
               select new Row(silo.Address,
               [
                   Cell.Of(silo.Name, title: silo.Address), State(silo, reading, now), Cell.Time(numbers?.StartedAt, now),
                   reading?.Cpu is { } cpu ? Cell.Rate(cpu * 100) : Cell.None, Bytes(numbers?.WorkingSetBytes), Bytes(numbers?.HeapBytes),
                   Number(numbers?.Threads), Number(numbers?.QueuedWork), Number(silo.Activations), Number(reading?.Events),
                   numbers is { InvariantViolations: > 0 and var bad } ? Cell.Badge(bad.ToString(CultureInfo.InvariantCulture), Tone.Bad) : Number(numbers?.InvariantViolations),
               ]),
        ],
        "The cluster has not told its silos.");

    public static Sheet Grains(ClusterView cluster) => new(GrainsName, "Grains by type",
        [Column.Text("Grain"), Column.Count("Activations"), Column.Text("Hottest"), Column.Count("Calls of the hottest")],
        [
            .. cluster.Grains.OrderByDescending(grain => grain.Activations).ThenBy(grain => grain.Type, StringComparer.Ordinal)
                .Select(grain => new Row(grain.Type, [Cell.Of(grain.Type), Cell.Number(grain.Activations), Cell.Of(grain.Hottest), Number(grain.HottestCalls)])),
        ],
        "This grain runtime does not tell its activations.");

    private static Cell State(SiloView silo, SiloReading? reading, DateTimeOffset now)
    {
        if (!silo.IsActive) return Cell.Badge(silo.Status, Tone.Bad);
        if (reading?.SilentSince is { } since) return Cell.Badge("no answer", Tone.Warn, $"Does not answer the admin pages, since {Words.Relative(since, now)}.");
        return Cell.Badge(silo.Status, Tone.Good);
    }

    private static Cell Number(long? value) => value is { } known ? Cell.Number(known) : Cell.None;

    private static Cell Bytes(long? value) => value is { } bytes
        ? new Cell(Words.Bytes(bytes), bytes.ToString(CultureInfo.InvariantCulture), IsNumber: true)
        : Cell.None;
}
