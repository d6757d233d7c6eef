using System.Globalization;
using System.Runtime.InteropServices;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Tracing;
using Orleans.Timers;

namespace Cocoon.Simulation.Runtime;

/// <summary>
/// The cluster's reminders: rows that survive every process, fired by whichever silo is alive. Early, late or twice when the
/// plan says so; a row's next tick waits until the last one has been handled.
/// </summary>
internal sealed class SimulatedReminders(World world)
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(1);
    private readonly Dictionary<(GrainId Grain, string Name), Row> _rows = [];
    private readonly Dictionary<GrainId, int> _rowsOf = [];
    private long _lastETag;

    /// <summary>A silo that may fire reminders now; null while none is alive.</summary>
    public Func<SimulatedHost?> AnySilo { get; set; } = static () => null;

    public int Count => _rows.Count;

    /// <summary>Whether a grain has one.</summary>
    public bool Has(GrainId grain) => _rowsOf.ContainsKey(grain);

    public IReminderRegistry Of(SimulatedHost host) => new Registry(this, host);

    private void Upsert(GrainId grain, string name, TimeSpan due, TimeSpan period, out string etag)
    {
        etag = (++_lastETag).ToString(CultureInfo.InvariantCulture);
        var row = new Row(grain, name, world.Now + due.Ticks, period, etag);
        if (!_rows.ContainsKey((grain, name))) _rowsOf[grain] = _rowsOf.GetValueOrDefault(grain) + 1;
        _rows[(grain, name)] = row;
        Schedule(row, due);
    }

    private bool Remove((GrainId Grain, string Name) key)
    {
        if (!_rows.Remove(key)) return false;
        if (--CollectionsMarshal.GetValueRefOrNullRef(_rowsOf, key.Grain) == 0) _rowsOf.Remove(key.Grain);
        return true;
    }

    private void Schedule(Row row, TimeSpan due)
    {
        if (world.Faults.Strike(FaultKind.ReminderLate) is { } late) due += late.Between(TimeSpan.Zero, TimeSpan.FromMinutes(2));
        else if (world.Faults.Strike(FaultKind.ReminderEarly) is { } early) due = early.Between(TimeSpan.Zero, due);
        var setting = ++row.Setting;
        world.After(due, _ => Fire(row, setting));
    }

    private void Fire(Row row, int setting)
    {
        if (row.Setting != setting || _rows.GetValueOrDefault((row.Grain, row.Name)) != row) return;
        if (AnySilo() is not { } silo)
        {
            Schedule(row, TimeSpan.FromSeconds(1));
            return;
        }

        world.Trace.Add(TraceKind.Reminder, silo.LaneOf(row.Grain), row.Name);
        if (world.Faults.Strike(FaultKind.ReminderTwice) is not null) silo.Start(() => Tick(silo, row));
        silo.Start(async () =>
        {
            await Tick(silo, row);
            if (row.Setting == setting) Schedule(row, row.Period);
        });
        // Should the silo die with the tick, another one takes over.
        world.After(row.Period * 2, _ =>
        {
            if (row.Setting == setting) Schedule(row, TimeSpan.Zero);
        });
    }

    private async Task Tick(SimulatedHost silo, Row row)
    {
        try
        {
            var now = World.Epoch.AddTicks(world.Now).UtcDateTime;
            await silo.Grains.GetGrain<IRemindable>(row.Grain).ReceiveReminder(row.Name, new TickStatus(World.Epoch.AddTicks(row.FirstAt).UtcDateTime, row.Period, now));
        }
        catch (Exception failure) when (failure is not EscapedTurnException)
        {
            // As in the real service: it comes again after its period.
            world.Trace.Add(TraceKind.Note, silo.LaneOf(row.Grain), $"reminder failed: {failure.GetType().Name}");
        }
    }

    private sealed class Row(GrainId grain, string name, long firstAt, TimeSpan period, string etag)
    {
        public GrainId Grain { get; } = grain;

        public string Name { get; } = name;

        public long FirstAt { get; } = firstAt;

        public TimeSpan Period { get; } = period;

        public string ETag { get; } = etag;

        /// <summary>Which setting of the alarm counts; an older one finds itself replaced.</summary>
        public int Setting { get; set; }
    }

    private sealed record Handle(string ReminderName, GrainId Grain, string ETag) : IGrainReminder;

    /// <summary>One silo's way to the rows; every operation takes time and may fail, or take effect and fail.</summary>
    private sealed class Registry(SimulatedReminders reminders, SimulatedHost host) : IReminderRegistry
    {
        public Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period) => Reach<IGrainReminder>(() =>
        {
            reminders.Upsert(callingGrainId, reminderName, dueTime, period, out var etag);
            return new Handle(reminderName, callingGrainId, etag);
        });

        public Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder) => Reach(() =>
        {
            var handle = (Handle)reminder;
            var key = (handle.Grain, handle.ReminderName);
            if (reminders._rows.GetValueOrDefault(key)?.ETag != handle.ETag) throw new ReminderException($"Reminder '{handle.ReminderName}' of {handle.Grain} changed meanwhile. You can retry.");
            return reminders.Remove(key);
        });

        public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) => Reach<IGrainReminder?>(() =>
            reminders._rows.GetValueOrDefault((callingGrainId, reminderName)) is { } row ? new Handle(row.Name, row.Grain, row.ETag) : null);

        public Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) => Reach(() => reminders._rows.Values.Where(row => row.Grain == callingGrainId)
            .Select(row => (IGrainReminder)new Handle(row.Name, row.Grain, row.ETag)).ToList());

        private Task<TResult> Reach<TResult>(Func<TResult> operation)
        {
            var done = new TaskCompletionSource<TResult>();
            host.World.After(Latency, _ =>
            {
                var faults = host.World.Faults;
                if (faults.Strike(FaultKind.StoreWriteFailed) is not null)
                {
                    if (host.IsAlive) done.TrySetException(new ReminderException("The reminder table failed."));
                    return;
                }

                try
                {
                    var result = operation();
                    if (!host.IsAlive) return;
                    if (faults.Strike(FaultKind.StoreWriteUnknown) is null) done.TrySetResult(result);
                    else done.TrySetException(new TimeoutException("The reminder table's answer was lost."));
                }
                catch (ReminderException changed)
                {
                    if (host.IsAlive) done.TrySetException(changed);
                }
            });
            return done.Task;
        }
    }
}
