using Cocoon.Storage.Postgres;
using Cocoon.Storage.Tests.Files;

namespace Cocoon.Storage.Tests.Postgres;

[Collection(PostgresSet.Name)]
public sealed class ReminderTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [PosixFact]
    public async Task Each_tick_is_claimed_once_however_many_silos_look()
    {
        const int reminders = 200;
        var market = await postgres.CreateMarket();
        await using var one = await PostgresFixture.OpenStore(market);
        await using var two = await PostgresFixture.OpenStore(market);
        PostgresReminderTable[] tables = [new(one), new(two)];
        await Task.WhenAll(Enumerable.Range(0, reminders).Select(number => tables[number % 2].Set(GrainId.Create("test", $"{number}"), "r", TimeSpan.Zero, Hour)));

        var claims = await Task.WhenAll(tables.Concat(tables).Select(async table =>
        {
            var mine = new List<DueReminder>();
            for (var due = await table.Claim(10, default); due.Count > 0; due = await table.Claim(10, default)) mine.AddRange(due);
            return mine;
        }));

        claims.SelectMany(claim => claim).Select(due => due.GrainId.ToString()).Should().HaveCount(reminders).And.OnlyHaveUniqueItems();
        (await tables[0].UntilNext(default)).Should().BeCloseTo(Hour, TimeSpan.FromMinutes(5));
    }

    [PosixFact]
    public async Task After_an_outage_one_tick_comes_for_all_that_were_missed_and_the_grid_stays()
    {
        var market = await postgres.CreateMarket();
        await using var store = await PostgresFixture.OpenStore(market);
        var table = new PostgresReminderTable(store);
        await table.Set(GrainId.Create("test", "one"), "r", TimeSpan.Zero, Hour);
        await PostgresFixture.Ask(market, "UPDATE cocoon.reminder SET start_at = start_at - interval '100.5 hours', next_due = next_due - interval '90.5 hours'");

        (await table.Claim(10, default)).Should().ContainSingle().Which.Status.Period.Should().Be(Hour);

        (await table.Claim(10, default)).Should().BeEmpty();
        (await table.UntilNext(default)).Should().BeCloseTo(Hour / 2, TimeSpan.FromMinutes(5));
    }

    [PosixFact]
    public async Task A_handle_is_good_until_the_reminder_is_set_anew()
    {
        await using var store = await PostgresFixture.OpenStore(await postgres.CreateMarket());
        var table = new PostgresReminderTable(store);
        var grain = GrainId.Create("test", "one");
        await table.Set(grain, "r", TimeSpan.Zero, Hour);
        var handle = (await table.Of(grain)).Single();
        await table.Claim(10, default);
        (await table.Of(grain)).Should().Equal([handle], "ticks change no registration");

        await table.Set(grain, "r", Hour, Hour);

        await FluentActions.Awaiting(() => table.Remove(handle)).Should().ThrowAsync<ReminderException>();
        await table.Remove((await table.Of(grain)).Single());
        (await table.UntilNext(default)).Should().BeNull();
    }
}
