namespace Cocoon.Storage;

/// <summary>Reminders in a <see cref="SqliteStore"/>, for both grain runtimes. Thread-safe.</summary>
public sealed class SqliteReminderTable(SqliteStore store) : IReminderTable
{
    public async Task<ReminderTableData> ReadRows(GrainId grainId) => new(await store.ReadReminders(rows => rows.Of(grainId)));

    public async Task<ReminderTableData> ReadRows(uint begin, uint end) =>
        // The hash belongs to the runtime that asks and is not stored, so one file serves both runtimes.
        new((await store.ReadReminders(rows => rows.All())).Where(entry => IsInRange(entry.GrainId.GetUniformHashCode(), begin, end)));

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => await store.ReadReminders(rows => rows.One(grainId, reminderName));

    public async Task<string?> UpsertRow(ReminderEntry entry) => await store.WriteReminders(rows => rows.Upsert(entry));

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => store.WriteReminders(rows => rows.Remove(grainId, reminderName, eTag));

    public Task TestOnlyClearTable() => store.WriteReminders(rows => rows.Clear());

    // (begin, end] around the ring; equal ends are the whole ring.
    private static bool IsInRange(uint hash, uint begin, uint end) => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;
}
