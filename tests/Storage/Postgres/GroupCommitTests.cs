using System.Text;
using Cocoon.Storage.Postgres;
using Cocoon.Storage.Tests.Files;
using Npgsql;
using Orleans.Storage;

namespace Cocoon.Storage.Tests.Postgres;

[Collection(PostgresSet.Name)]
public sealed class GroupCommitTests(PostgresFixture postgres)
{
    private static readonly GrainId Id = GrainId.Create("test", "one");

    [PosixFact]
    public async Task Concurrent_writes_share_commits_and_none_is_lost()
    {
        const int grains = 200;
        const int writes = 20;
        await using var store = await PostgresFixture.OpenStore(await postgres.CreateMarket());

        await Task.WhenAll(Enumerable.Range(0, grains).Select(async grain =>
        {
            long? etag = null;
            for (var i = 0; i < writes; i++) etag = await store.Write("s", GrainId.Create("test", $"{grain:000}"), Encoding.UTF8.GetBytes($"{grain}:{i}"), etag);
        }));

        store.Writes.Should().Be(grains * writes);
        store.Commits.Should().BeLessThan(grains * writes / 5);
        var found = new List<string>();
        await foreach (var record in store.List("s")) found.Add(Encoding.UTF8.GetString(record.Payload.Span));
        found.Should().Equal(Enumerable.Range(0, grains).Select(grain => $"{grain}:{writes - 1}"));
    }

    [PosixFact]
    public async Task A_store_told_not_to_group_commits_every_write_alone()
    {
        await using var store = await PostgresFixture.OpenStore(await postgres.CreateMarket(), options => options.MaxWritesPerCommit = 1);

        await Task.WhenAll(Enumerable.Range(0, 30).Select(number => store.Write("s", GrainId.Create("test", $"{number}"), "1"u8.ToArray(), null)));

        (store.Writes, store.Commits).Should().Be((30, 30));
    }

    [PosixFact]
    public async Task Two_processes_that_fight_for_records_never_lose_an_update_nor_wait_for_each_other_for_ever()
    {
        const int grains = 20;
        const int steps = 10;
        var market = await postgres.CreateMarket();
        await using var one = await PostgresFixture.OpenStore(market);
        await using var two = await PostgresFixture.OpenStore(market);

        await Task.WhenAll(Enumerable.Range(0, grains).SelectMany(grain => ((PostgresStore[])[one, two]).Select(store => Task.Run(async () =>
        {
            for (var done = 0; done < steps; done += await TryAddOne(store, GrainId.Create("count", $"{grain}")) ? 1 : 0)
            {
            }
        }))));

        await foreach (var record in one.List("s")) Encoding.UTF8.GetString(record.Payload.Span).Should().Be($"{2 * steps}", record.GrainId.ToString());
    }

    [PosixFact]
    public async Task A_record_that_cannot_be_written_fails_alone()
    {
        var market = await postgres.CreateMarket();
        await PostgresFixture.Ask(market, "ALTER TABLE cocoon.record ADD CHECK (payload <> 'poison')");
        await using var store = await PostgresFixture.OpenStore(market, options => options.Writers = 1);

        var good = Enumerable.Range(0, 50).Select(number => store.Write("s", GrainId.Create("test", $"{number}"), "1"u8.ToArray(), null)).ToList();
        var bad = store.Write("s", Id, "poison"u8.ToArray(), null);
        good.AddRange(Enumerable.Range(50, 50).Select(number => store.Write("s", GrainId.Create("test", $"{number}"), "1"u8.ToArray(), null)));

        await Task.WhenAll(good);
        (await FluentActions.Awaiting(() => bad).Should().ThrowAsync<StoreException>()).Which.IsOutcomeUnknown.Should().BeFalse("the server said no");
        foreach (var key in (string[])["nul\0", "half \ud800 pair"])
            await FluentActions.Awaiting(() => store.Write(key, Id, "1"u8.ToArray(), null)).Should().ThrowAsync<StoreException>();
    }

    [PosixFact]
    public async Task A_full_queue_lets_no_more_in_until_there_is_room_and_who_waits_may_leave()
    {
        var market = await postgres.CreateMarket();
        await using var store = await PostgresFixture.OpenStore(market, options => (options.Writers, options.MaxQueuedWrites, options.MaxWritesPerCommit) = (1, 2, 1));
        var etag = await store.Write("s", Id, "0"u8.ToArray(), null);
        using var leave = new CancellationTokenSource();

        Task<long> held;
        Task<long>[] waiting;
        await using (var blocker = PostgresConnections.Open(market))
        await using (var connection = await blocker.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using (var block = new NpgsqlCommand("SELECT 1 FROM cocoon.record FOR UPDATE", connection, transaction)) await block.ExecuteScalarAsync();
            held = store.Write("s", Id, "1"u8.ToArray(), etag);
            waiting = [.. Enumerable.Range(0, 6).Select(number => store.Write("s", GrainId.Create("test", $"{number}"), "1"u8.ToArray(), null, leave.Token))];
            await leave.CancelAsync();
            foreach (var write in waiting) await FluentActions.Awaiting(() => write).Should().ThrowAsync<OperationCanceledException>();
            held.IsCompleted.Should().BeFalse("another transaction holds its record");
            await transaction.CommitAsync();
        }

        (await held).Should().BeGreaterThan(etag);
        (await PostgresFixture.Ask(market, "SELECT count(*) FROM cocoon.record")).Should().Be(1L, "what was taken back is not written");
    }

    [PosixFact]
    public async Task A_server_that_could_lose_commits_is_refused_except_for_development()
    {
        var market = await postgres.CreateMarket();
        await PostgresFixture.Ask(market, $"ALTER DATABASE {market.Database} SET synchronous_commit = off");

        await FluentActions.Awaiting(() => PostgresFixture.OpenStore(market)).Should().ThrowAsync<StoreException>().WithMessage("*synchronous_commit = off*");

        await using var store = await PostgresFixture.OpenStore(market, options => options.AllowLossOnCrash = true);
        (await store.Write("s", Id, "1"u8.ToArray(), null)).Should().BePositive();
    }

    private static async Task<bool> TryAddOne(PostgresStore store, GrainId grain)
    {
        var record = await store.Read("s", grain);
        var value = record is null ? 0 : int.Parse(Encoding.UTF8.GetString(record.Payload.Span), System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            await store.Write("s", grain, Encoding.UTF8.GetBytes($"{value + 1}"), record?.ETag);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
