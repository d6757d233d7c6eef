using Orleans.Runtime;

namespace Orleans;

/// <summary>Where reminders are stored. Thread-safe.</summary>
public interface IReminderTable
{
    Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    Task<ReminderTableData> ReadRows(GrainId grainId);

    /// <summary>Rows whose grain's uniform hash lies in (begin, end], around the ring; equal ends mean all rows.</summary>
    Task<ReminderTableData> ReadRows(uint begin, uint end);

    Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName);

    /// <summary>Stores the row and returns its new ETag.</summary>
    Task<string?> UpsertRow(ReminderEntry entry);

    /// <summary>Removes the row if its ETag is still <paramref name="eTag"/>.</summary>
    Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag);

    Task TestOnlyClearTable();
}
