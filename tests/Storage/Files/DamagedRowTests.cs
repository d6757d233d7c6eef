using Microsoft.Data.Sqlite;

namespace Cocoon.Storage.Tests.Files;

/// <summary>Rows that SQLite finds in order and that no version of this program wrote.</summary>
public sealed class DamagedRowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("store.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INSERT INTO grain_state VALUES ('s', 'settlement0', 1, x'7b7d')")]
    [InlineData("INSERT INTO reminder VALUES ('settlement0', 'settle', 1, 1, 1)")]
    [InlineData("INSERT INTO reminder VALUES ('settlement/0', 'settle', -1, 1, 1)")]
    public async Task They_are_reported_as_damage_and_the_store_goes_on(string sql)
    {
        await Execute(sql);
        await using var store = SqliteStore.Open(Path);

        var read = async () =>
        {
            await foreach (var record in store.List("s")) record.ETag.Should().BePositive();
            await new SqliteReminderTable(store).ReadRows(0, 0);
        };

        (await read.Should().ThrowAsync<StoreException>()).WithMessage($"The store {Path} is damaged*backup*");
        (await store.Write("other", GrainId.Create("test", "one"), "{}"u8.ToArray(), null)).Should().BePositive();
    }

    private async Task Execute(string sql)
    {
        SqliteStore.Open(Path).Dispose();
        await using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
