using Microsoft.Extensions.Options;
using Orleans.Timers;

namespace Cocoon.Storage.Postgres;

/// <summary>
/// Registers reminders for grains, in place of the runtime's own service: on Orleans that one divides the reminders among all
/// silos of the cluster, and a provider's silo must not have those of the ledger. Thread-safe.
/// </summary>
internal sealed class PostgresReminderRegistry(PostgresReminderTable table, PostgresReminderPump pump, IOptions<ReminderOptions> options) : IReminderRegistry
{
    public async Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrEmpty(reminderName);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        var minimum = options.Value.MinimumReminderPeriod;
        if (period < minimum)
            throw new ArgumentException($"Cannot register reminder {reminderName} as requested period ({period}) is less than minimum allowed reminder period ({minimum})", nameof(period));

        var version = await table.Set(callingGrainId, reminderName, dueTime, period);
        pump.ExpectIn(dueTime);
        return new PostgresReminder(callingGrainId, reminderName, version);
    }

    public Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder) =>
        table.Remove(reminder as PostgresReminder ?? throw new ArgumentException("This reminder was not made by this registry.", nameof(reminder)));

    public async Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName)
    {
        ArgumentException.ThrowIfNullOrEmpty(reminderName);
        return (await table.Of(callingGrainId)).Find(reminder => reminder.ReminderName == reminderName);
    }

    public async Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) => [.. await table.Of(callingGrainId)];
}
