using Cocoon.Storage.Postgres;
using Cocoon.Storage.Tests.Files;

namespace Cocoon.Storage.Tests.Postgres;

[Collection(PostgresSet.Name)]
public sealed class MigrationTests(PostgresFixture postgres)
{
    [Fact]
    public void Steps_are_numbered_from_one_without_a_gap() =>
        PostgresStep.All.Select(step => step.Version).Should().Equal(Enumerable.Range(1, PostgresDatabase.Version));

    [PosixFact]
    public async Task Migrating_again_changes_nothing()
    {
        await using var source = PostgresConnections.Open(await postgres.Server.CreateDatabase());
        (await PostgresDatabase.Status(source)).Applied.Should().BeEmpty();

        var first = await PostgresDatabase.Migrate(source);
        var second = await PostgresDatabase.Migrate(source);

        first.Applied.Select(step => step.Name).Should().Equal(PostgresStep.All.Select(step => step.Name));
        first.Pending.Should().BeEmpty();
        second.Should().BeEquivalentTo(first);
        await PostgresDatabase.RequireCurrent(source);
    }

    [PosixFact]
    public async Task Migrations_at_the_same_time_take_turns()
    {
        var options = await postgres.Server.CreateDatabase();

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var source = PostgresConnections.Open(options);
            return await PostgresDatabase.Migrate(source);
        }));

        results.Should().AllSatisfy(result => result.Should().BeEquivalentTo(results[0]));
        (await PostgresFixture.Ask(options, "SELECT count(*) FROM cocoon.migration")).Should().Be((long)PostgresDatabase.Version);
    }

    [PosixFact]
    public async Task An_older_database_keeps_what_it_holds_and_gets_what_it_lacks()
    {
        var options = await postgres.Server.CreateDatabase();
        await using var source = PostgresConnections.Open(options);
        await PostgresDatabase.Migrate(source, [.. PostgresStep.All.Take(1)], default);
        await PostgresFixture.Ask(options, "INSERT INTO cocoon.record VALUES ('s', 'a/b', nextval('cocoon.version'), '\\x31')");
        (await PostgresDatabase.Status(source)).Pending.Should().Equal(PostgresStep.All.Skip(1).Select(step => step.Name));
        await FluentActions.Awaiting(() => PostgresDatabase.RequireCurrent(source)).Should().ThrowAsync<StoreException>().WithMessage("*0002-reminders*cocoon db migrate*");

        await PostgresDatabase.Migrate(source);

        (await PostgresFixture.Ask(options, "SELECT payload FROM cocoon.record")).Should().BeEquivalentTo("1"u8.ToArray());
    }

    [PosixFact]
    public async Task A_step_that_fails_leaves_nothing_behind_and_the_steps_before_it_stay()
    {
        var options = await postgres.Server.CreateDatabase();
        await using var source = PostgresConnections.Open(options);
        var broken = new PostgresStep(2, "0002-broken", "CREATE TABLE cocoon.half (x int); SELECT 1 / 0");

        await FluentActions.Awaiting(() => PostgresDatabase.Migrate(source, [PostgresStep.All[0], broken], default)).Should().ThrowAsync<StoreException>();

        (await PostgresFixture.Ask(options, "SELECT to_regclass('cocoon.half') IS NULL")).Should().Be(true);
        (await PostgresDatabase.Migrate(source)).Applied.Should().HaveCount(PostgresDatabase.Version);
    }

    [PosixFact]
    public async Task A_newer_database_is_refused_and_left_as_it_is()
    {
        var options = await postgres.CreateMarket();
        await PostgresFixture.Ask(options, "INSERT INTO cocoon.migration (version, name, checksum) VALUES (999, '0999-future', '')");
        await using var source = PostgresConnections.Open(options);

        foreach (var use in (Func<Task>[])[() => PostgresDatabase.Migrate(source), () => PostgresDatabase.Status(source), () => PostgresDatabase.RequireCurrent(source)])
            await use.Should().ThrowAsync<StoreException>().WithMessage("*made by a newer version (its schema is 999*left as it is*");
    }

    [PosixFact]
    public async Task A_database_made_by_other_steps_is_refused()
    {
        var options = await postgres.CreateMarket();
        await PostgresFixture.Ask(options, "UPDATE cocoon.migration SET checksum = 'other' WHERE version = 2");
        await using var source = PostgresConnections.Open(options);

        await FluentActions.Awaiting(() => PostgresDatabase.Migrate(source)).Should().ThrowAsync<StoreException>().WithMessage("Step 2*is not this program's*");
    }

    [PosixFact]
    public async Task Who_is_in_the_membership_role_sees_nothing_else()
    {
        var options = await postgres.CreateMarket();
        await PostgresFixture.Ask(options, $"CREATE ROLE {options.Database}_door LOGIN IN ROLE {options.Database}_membership");
        await PostgresFixture.Ask(options, $"CREATE ROLE {options.Database}_core LOGIN IN ROLE {options.Database}_ledger");
        var door = postgres.Server.Reach(options.Database, $"{options.Database}_door");
        var core = postgres.Server.Reach(options.Database, $"{options.Database}_core");
        string[] ledger = ["SELECT count(*) FROM cocoon.record", "SELECT count(*) FROM cocoon.reminder", "SELECT count(*) FROM cocoon.migration"];
        string[] members = ["SELECT count(*) FROM membership.orleansquery", "SELECT count(*) FROM membership.silo"];
        string[] nobody = ["DROP TABLE cocoon.record", "TRUNCATE cocoon.record", "UPDATE membership.orleansquery SET querytext = ''", "CREATE TABLE cocoon.mine (x int)", "CREATE TABLE membership.mine (x int)"];

        foreach (var sql in ledger.Concat(nobody)) await Forbidden(door, sql);
        foreach (var sql in nobody) await Forbidden(core, sql);
        foreach (var sql in members) (await PostgresFixture.Ask(door, sql)).Should().BeOfType<long>();
        foreach (var sql in ledger.Concat(members)) (await PostgresFixture.Ask(core, sql)).Should().BeOfType<long>();
        await Forbidden(postgres.Server.Reach((await postgres.CreateMarket()).Database, door.User), "SELECT 1");

        static async Task Forbidden(PostgresConnectionOptions user, string sql) =>
            (await FluentActions.Awaiting(() => PostgresFixture.Ask(user, sql)).Should().ThrowAsync<Npgsql.PostgresException>(sql)).Which.SqlState.Should().Be("42501");
    }
}
