namespace Cocoon.Storage.Tests.Records;

public sealed class SqliteRecordTests : RecordStoreTests
{
    protected override async Task With(Func<IRecordStore, Task> test)
    {
        using var folder = new TemporaryFolder();
        using var store = SqliteStore.Open(folder.File("store.db"));
        await test(store);
    }
}
