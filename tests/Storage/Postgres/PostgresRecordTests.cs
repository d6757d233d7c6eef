using Cocoon.Storage.Tests.Records;

namespace Cocoon.Storage.Tests.Postgres;

[Collection(PostgresSet.Name)]
public sealed class PostgresRecordTests(PostgresFixture postgres) : RecordStoreTests
{
    protected override async Task With(Func<IRecordStore, Task> test)
    {
        await using var store = await PostgresFixture.OpenStore(await postgres.CreateMarket());
        await test(store);
    }
}
