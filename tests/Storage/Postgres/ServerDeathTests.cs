using System.Globalization;
using System.Text;
using Cocoon.Servers;
using Cocoon.Storage.Postgres;
using Cocoon.Storage.Tests.Files;

namespace Cocoon.Storage.Tests.Postgres;

/// <summary>Servers of their own, since they die.</summary>
public sealed class ServerDeathTests
{
    private const int Grains = 16;

    [PosixFact]
    public async Task What_was_acknowledged_is_there_after_the_server_was_killed_while_it_wrote()
    {
        using var server = PostgresServer.Start();
        var market = await server.CreateDatabase();
        await using (var source = PostgresConnections.Open(market)) await PostgresDatabase.Migrate(source);
        await using var store = await PostgresFixture.OpenStore(market, options => options.Patience = TimeSpan.FromSeconds(60));
        var acknowledged = new int[Grains];
        var life = new ServerLife();
        using var done = new CancellationTokenSource();

        var writers = Enumerable.Range(0, Grains).Select(grain => Task.Run(() => WriteUntil(store, grain, acknowledged, life, done.Token))).ToArray();
        await life.Busy();
        server.Kill();
        server.Resume();
        await life.BusyAgain();
        server.Stop();
        server.Resume();
        await life.BusyAgain();
        await done.CancelAsync();
        await Task.WhenAll(writers);

        for (var grain = 0; grain < Grains; grain++) (await Read(store, grain)).Value.Should().Be(acknowledged[grain]);
    }

    [PosixFact]
    public async Task A_write_that_was_not_sent_fails_as_not_written_when_patience_ends()
    {
        using var server = PostgresServer.Start();
        var market = await server.CreateDatabase();
        await using (var source = PostgresConnections.Open(market)) await PostgresDatabase.Migrate(source);
        await using var store = await PostgresFixture.OpenStore(market, options => options.Patience = TimeSpan.FromMilliseconds(300));
        server.Stop();

        var failure = (await FluentActions.Awaiting(() => store.Write("s", GrainId.Create("test", "0"), "1"u8.ToArray(), null)).Should().ThrowAsync<StoreException>()).Which;

        failure.IsOutcomeUnknown.Should().BeFalse();
        failure.Message.Should().EndWith("Nothing was written.");
        await FluentActions.Awaiting(() => store.Read("s", GrainId.Create("test", "0"))).Should().ThrowAsync<StoreException>();
        server.Resume();
        (await store.Write("s", GrainId.Create("test", "0"), "1"u8.ToArray(), null)).Should().BePositive();
    }

    /// <summary>Counts up, as a grain does: after a failure it reads again, for the outcome may be unknown.</summary>
    private static async Task WriteUntil(PostgresStore store, int grain, int[] acknowledged, ServerLife life, CancellationToken done)
    {
        var (value, etag) = (0, (long?)null);
        while (!done.IsCancellationRequested)
        {
            try
            {
                etag = await store.Write("s", GrainId.Create("test", $"{grain}"), Encoding.UTF8.GetBytes($"{value + 1}"), etag, CancellationToken.None);
                acknowledged[grain] = ++value;
                life.Acknowledge();
            }
            catch (StoreException exception)
            {
                exception.IsOutcomeUnknown.Should().BeTrue("there was patience enough for all that had not been sent");
                var (found, version) = await Read(store, grain);
                found.Should().BeInRange(value, value + 1, "one write was open, and it happened or not");
                (value, etag) = (found, version);
                acknowledged[grain] = value;
            }
        }
    }

    private static async Task<(int Value, long? ETag)> Read(PostgresStore store, int grain) => await store.Read("s", GrainId.Create("test", $"{grain}")) is { } record
        ? (int.Parse(Encoding.UTF8.GetString(record.Payload.Span), CultureInfo.InvariantCulture), record.ETag)
        : (0, null);
}
