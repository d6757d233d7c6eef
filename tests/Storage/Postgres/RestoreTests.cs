using System.Text;
using Cocoon.Storage.Postgres;
using Cocoon.Storage.Tests.Files;

namespace Cocoon.Storage.Tests.Postgres;

/// <summary>The commands of docs/postgres.md, word for word but for names.</summary>
[Collection(PostgresSet.Name)]
public sealed class RestoreTests(PostgresFixture postgres)
{
    [PosixFact]
    public async Task A_dump_restored_into_another_database_is_the_same_market()
    {
        var market = await postgres.CreateMarket();
        var dump = Path.Combine(market.Host, $"{market.Database}.sql");
        await using (var store = await PostgresFixture.OpenStore(market))
        {
            for (var i = 0; i < 50; i++) await store.Write("s", GrainId.Create("test", $"{i:00}"), Encoding.UTF8.GetBytes($"{{\"Büro\":{i}}}"), null);
            await new PostgresReminderTable(store).Set(GrainId.Create("test", "00"), "r", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        }

        await PostgresFixture.Ask(market, "INSERT INTO membership.cluster (id) VALUES ('old')");

        postgres.Server.Tool("pg_dump", "--host", market.Host, "--username", market.User, "--no-owner", "--no-privileges", "--exclude-table-data=membership.silo", "--exclude-table-data=membership.cluster", "--file", dump, market.Database);
        var copy = await postgres.Server.CreateDatabase();
        postgres.Server.Tool("psql", "--host", copy.Host, "--username", copy.User, "--quiet", "--set", "ON_ERROR_STOP=1", "--single-transaction", "--file", dump, copy.Database);
        await using (var source = PostgresConnections.Open(copy)) (await PostgresDatabase.Migrate(source)).Pending.Should().BeEmpty();

        await using var old = await PostgresFixture.OpenStore(market);
        await using var restored = await PostgresFixture.OpenStore(copy);
        (await All(restored)).Should().Equal(await All(old)).And.HaveCount(50);
        foreach (var sql in (string[])["SELECT string_agg(r::text, '|') FROM cocoon.reminder r", "SELECT string_agg(q::text, '|' ORDER BY querykey) FROM membership.orleansquery q"])
            (await PostgresFixture.Ask(copy, sql)).Should().Be(await PostgresFixture.Ask(market, sql));
        (await PostgresFixture.Ask(copy, "SELECT count(*) FROM membership.cluster")).Should().Be(0L, "the silos of then are not those of now");
        (await restored.Write("s", GrainId.Create("test", "new"), "1"u8.ToArray(), null)).Should().BeGreaterThan((await All(old)).Max(record => record.ETag), "ETags go on where they were");
        var role = await PostgresFixture.Ask(copy, $"SELECT has_table_privilege('{copy.Database}_ledger', 'cocoon.record', 'UPDATE')");
        role.Should().Be(true);
    }

    private static async Task<List<(string Grain, long ETag, string Payload)>> All(PostgresStore store)
    {
        var records = new List<(string, long, string)>();
        await foreach (var record in store.List("s")) records.Add((record.GrainId.ToString(), record.ETag, Encoding.UTF8.GetString(record.Payload.Span)));
        return records;
    }
}
