using Cocoon.Storage.Tests.Hosting;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>Writes the fixtures of a version that is about to be released; docs/storage.md says when.</summary>
internal static class FixtureWriter
{
    public static async Task Write(FixtureFolder folder)
    {
        foreach (var sample in Samples.All) folder.Write(sample.Name, StoredForm.Write(sample.Value));

        File.Delete(folder.MarketFile);
        await using var names = await GrainNames.Start();
        using var store = SqliteStore.Open(folder.MarketFile);
        var reminders = new SqliteReminderTable(store);
        foreach (var sample in Samples.All)
        {
            var grain = names.Of(sample.Grain);
            await StoredForm.WriteTo(store, sample.State, grain, sample.Value);
            if (ReminderOf(sample) is not { } reminder) continue;
            await reminders.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = reminder, StartAt = Values.Time().UtcDateTime, Period = TimeSpan.FromMinutes(1) });
        }
    }

    private static string? ReminderOf(StoredSample sample) => sample.Name switch
    {
        "channel.busy" => "outbox",
        "job.opened" or "job.leased" or "job.running" or "job.completed" => "finish",
        _ => sample.State == "settlement" ? "settle" : null,
    };
}
