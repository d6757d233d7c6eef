using Cocoon.Storage;
using Orleans.Storage;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A whole store: opened, walked and written to.</summary>
internal sealed class StoreFileTarget : FuzzTarget
{
    private int _files;

    public override IReadOnlyList<byte[]> Seeds => field ??=
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*.db", SearchOption.AllDirectories).Select(File.ReadAllBytes)];

    public override int Cost => 50;

    public override void Read(byte[] input)
    {
        var path = Path.Combine(Folder, $"{_files++}.db");
        File.WriteAllBytes(path, input);
        try
        {
            Use(path).GetAwaiter().GetResult();
        }
        finally
        {
            foreach (var file in Directory.GetFiles(Folder)) File.Delete(file);
        }
    }

    /// <summary>A key that is no valid text any more is not found again when its record is written.</summary>
    public override bool IsRefusal(Exception exception) => exception is StoreException or InconsistentStateException;

    private static async Task Use(string path)
    {
        await using var store = SqliteStore.Open(path);
        foreach (var state in (string[])["account", "batch", "channel", "job", "provider", "settlement"])
            await foreach (var record in store.List(state)) await store.Write(state, record.GrainId, record.Payload, record.ETag);
        _ = await new SqliteReminderTable(store).ReadRows(0, 0);
    }
}
