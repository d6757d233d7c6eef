using Cocoon.Grains.Operations;

namespace Cocoon.Admin.Market;

/// <summary>A silo as it showed itself.</summary>
/// <param name="Silo">Its address.</param>
public sealed record SiloReading(string Silo)
{
    /// <summary>How it was when it answered last; null when it never has.</summary>
    public SiloNumbers? Numbers { get; init; }

    /// <summary>Share of its cores in use between the last two answers, 0 to 1; null before the second.</summary>
    public double? Cpu { get; init; }

    /// <summary>Events that it told.</summary>
    public long Events { get; init; }

    /// <summary>Since when it does not answer; null while it does.</summary>
    public DateTimeOffset? SilentSince { get; init; }

    public SiloReading With(SiloReport report) => this with
    {
        Numbers = report.Numbers,
        Cpu = Share(report.Numbers),
        Events = Events + report.Events.Count,
        SilentSince = null,
    };

    private double? Share(SiloNumbers now)
    {
        if (Numbers is not { } before || before.StartedAt != now.StartedAt || now.At <= before.At || now.Cores < 1) return null;
        return Math.Clamp((now.CpuTime - before.CpuTime) / (now.At - before.At) / now.Cores, 0, 1);
    }
}
