using System.Diagnostics;
using System.Diagnostics.Metrics;
using Cocoon.Grains.Operations;
using Cocoon.Telemetry.Events;

namespace Cocoon.Admin.Hosting;

/// <summary>This process for <see cref="ISiloWatchGrain"/>: its newest events and its own numbers. Thread-safe.</summary>
internal sealed class SiloProbe : ISiloProbe, IDisposable
{
    private readonly RecentEvents? _events;
    private readonly TimeProvider _time;
    private readonly MeterListener _listener = new();
    private readonly DateTimeOffset _startedAt;
    private long _violations;

    /// <param name="time">The clock.</param>
    /// <param name="events">This process's events; null where it has no telemetry, which leaves its numbers only.</param>
    public SiloProbe(TimeProvider time, RecentEvents? events = null)
    {
        (_events, _time) = (events, time);
        using var process = Process.GetCurrentProcess();
        _startedAt = process.StartTime.ToUniversalTime();
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Cocoon.Ledger", Name: "cocoon.ledger.invariant_violations" }) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _violations, count));
        _listener.Start();
    }

    public SiloReport Read(long cursor, int most)
    {
        if (_events is null) return new SiloReport(Numbers(), [], 0, 0);
        var page = _events.Read(Math.Max(0, cursor), most);
        return new SiloReport(Numbers(), [.. page.Events.Select(recent => recent.News)], page.Next, page.Missed);
    }

    public void Dispose() => _listener.Dispose();

    private SiloNumbers Numbers()
    {
        using var process = Process.GetCurrentProcess();
        return new SiloNumbers(_startedAt, _time.GetUtcNow(), process.TotalProcessorTime, Environment.ProcessorCount, process.WorkingSet64,
            GC.GetTotalMemory(forceFullCollection: false), ThreadPool.ThreadCount, ThreadPool.PendingWorkItemCount, Interlocked.Read(ref _violations));
    }
}
