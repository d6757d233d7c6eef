using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Timers;

namespace Cocoon.LocalRuntime.Reminders;

/// <summary>Registers reminders in the table and fires those of all grains: this process owns them all. Thread-safe.</summary>
internal sealed class ReminderService(IServiceProvider services, IGrainFactory grains, TimeProvider time, IOptions<ReminderOptions> options, ILogger<ReminderService> logger)
    : IReminderRegistry, IDisposable
{
    private readonly ConcurrentDictionary<(GrainId Grain, string Name), ScheduledReminder> _scheduled = new();
    private bool _stopped;

    /// <summary>Reads the table and sets a timer for every row.</summary>
    public async Task Start(CancellationToken cancellationToken)
    {
        await Table().StartAsync(cancellationToken);
        foreach (var entry in (await Table().ReadRows(0, 0)).Reminders) Schedule(entry);
    }

    public async Task Stop(CancellationToken cancellationToken)
    {
        Dispose();
        await Table().StopAsync(cancellationToken);
    }

    public async Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrEmpty(reminderName);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        var minimum = options.Value.MinimumReminderPeriod;
        if (period < minimum)
            throw new ArgumentException($"Cannot register reminder {reminderName} as requested period ({period}) is less than minimum allowed reminder period ({minimum})", nameof(period));

        var entry = new ReminderEntry { GrainId = callingGrainId, ReminderName = reminderName, StartAt = time.GetUtcNow().UtcDateTime + dueTime, Period = period };
        entry.ETag = await Table().UpsertRow(entry) ?? throw new ReminderException($"Reminder '{reminderName}' of {callingGrainId} could not be stored.");
        Schedule(entry);
        return new GrainReminder(callingGrainId, reminderName, entry.ETag);
    }

    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        if (reminder is not GrainReminder known) throw new ArgumentException("This reminder was not made by the runtime.", nameof(reminder));
        if (!await Table().RemoveRow(known.GrainId, known.ReminderName, known.ETag))
            throw new ReminderException($"Could not unregister reminder '{known.ReminderName}' of {known.GrainId} from the reminder table, due to tag mismatch. You can retry.");
        if (_scheduled.TryRemove((known.GrainId, known.ReminderName), out var scheduled)) scheduled.Dispose();
    }

    public async Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) =>
        await Table().ReadRow(callingGrainId, reminderName) is { } entry ? Handle(entry) : null;

    public async Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) =>
        (await Table().ReadRows(callingGrainId)).Reminders.Select(Handle).ToList();

    public void Dispose()
    {
        Volatile.Write(ref _stopped, true);
        foreach (var reminder in _scheduled.Values) reminder.Dispose();
    }

    private static IGrainReminder Handle(ReminderEntry entry) => new GrainReminder(entry.GrainId, entry.ReminderName, entry.ETag ?? "");

    private void Schedule(ReminderEntry entry)
    {
        if (Volatile.Read(ref _stopped)) return;
        var scheduled = new ScheduledReminder(entry, grains, time, logger);
        _scheduled.AddOrUpdate((entry.GrainId, entry.ReminderName), scheduled, (_, old) =>
        {
            old.Dispose();
            return scheduled;
        });
    }

    private IReminderTable Table() => services.GetService<IReminderTable>() ?? throw new OrleansConfigurationException(
        "Reminders are used and no reminder table is registered. Add one with UseSqliteReminders() or UseInMemoryReminderService().");
}
