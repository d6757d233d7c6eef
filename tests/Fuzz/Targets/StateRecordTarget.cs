using System.Text.Json;
using Cocoon.Storage;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A stored record, as a file that was damaged below SQLite's notice or edited by hand may hold it.</summary>
internal sealed class StateRecordTarget<T>(string state) : JsonTarget where T : class
{
    private static readonly JsonSerializerOptions Json = new SqliteStoreOptions().Json;

    protected override IEnumerable<string> Documents => Directory
        .GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*.json", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file).Split('.')[0] == state).Order(StringComparer.Ordinal).Select(File.ReadAllText);

    public override void Read(byte[] input) =>
        SqliteGrainStorage.Deserialize<T>(new StoredRecord(state, GrainId.Create(state, "0"), 1, input), Json);

    public override bool IsRefusal(Exception exception) => exception is StoreException;
}
