using System.Text;
using Cocoon.Storage.Postgres;
using Cocoon.Storage.Tests.Files;
using Cocoon.Storage.Tests.Postgres.Grains;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cocoon.Storage.Tests.Postgres;

[Collection(PostgresSet.Name)]
public sealed class GrainTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [PosixFact]
    public async Task State_and_reminders_survive_the_silo()
    {
        var market = await postgres.CreateMarket();
        var key = Guid.NewGuid().ToString("N");
        var first = await GrainHost.Start(market);
        await first.Pulse(key).Add(3);
        await first.Pulse(key).Remind(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300));
        await first.StopAsync();
        first.Dispose();

        using var second = await GrainHost.Start(market);

        using var patience = new CancellationTokenSource(Patience);
        var tick = await PulseGrain.Ticks(key).ReadAsync(patience.Token);
        tick.Period.Should().Be(TimeSpan.FromMilliseconds(300));
        (await second.Pulse(key).Add(4)).Should().Be(7);
        (await second.Pulse(key).Forget()).Should().Be(0);
        (await PostgresFixture.Ask(market, "SELECT count(*) FROM cocoon.reminder")).Should().Be(0L);
        await second.Pulse(key).Clear();
        (await second.Pulse(key).Add(1)).Should().Be(1);
        await second.StopAsync();
    }

    [PosixFact]
    public async Task A_conflict_fails_the_call_and_the_next_one_knows_what_is_stored()
    {
        using var host = await GrainHost.Start(await postgres.CreateMarket());
        var grain = host.Pulse("one");
        await grain.Add(1);
        var store = host.Services.GetRequiredService<PostgresStore>();
        var record = await store.Read("pulse", grain.GetGrainId());
        await store.Write("pulse", grain.GetGrainId(), Encoding.UTF8.GetBytes("""{"Total":100}"""), record!.ETag);

        await FluentActions.Awaiting(() => grain.Add(1)).Should().ThrowAsync<InconsistentStateException>();

        (await grain.Add(1)).Should().Be(101);
        await host.StopAsync();
    }

    [PosixFact]
    public async Task A_silo_does_not_start_on_a_database_that_was_not_migrated()
    {
        var market = await postgres.Server.CreateDatabase();

        var start = () => GrainHost.Start(market);

        (await start.Should().ThrowAsync<StoreException>()).WithMessage("*cocoon db migrate*");
    }
}
