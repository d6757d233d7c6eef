using Cocoon.ClusterKit.Database;
using Npgsql;

namespace Cocoon.Cluster.Tests;

/// <summary>What a provider's machine cannot do, on the real cluster.</summary>
[Collection(ClusterCollection.Name)]
public sealed class AccessTests(ClusterFixture fixture)
{
    private static readonly TimeSpan RefusalTime = TimeSpan.FromSeconds(60);

    [ClusterFact]
    public async Task A_provider_silos_database_user_sees_the_membership_and_no_ledger_record()
    {
        await using var connection = new NpgsqlConnection(fixture.Market.Database.ConnectionString(ClusterDatabase.Member));
        await connection.OpenAsync();

        (await Read(connection, "SELECT count(*) FROM membership.silo")).Should().BeGreaterThan(0);
        foreach (var sql in (string[])
            ["SELECT count(*) FROM cocoon.record", "SELECT count(*) FROM cocoon.reminder", "DELETE FROM cocoon.record", "INSERT INTO cocoon.record VALUES ('a', 'b', 1, '')"])
        {
            var reading = () => Read(connection, sql);
            (await reading.Should().ThrowAsync<PostgresException>(sql)).Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege, sql);
        }
    }

    [ClusterFact]
    public async Task A_provider_silo_that_does_not_prove_itself_is_not_let_in()
    {
        await using var stranger = fixture.Market.NewStranger();

        await stranger.Process.Start();
        var exited = stranger.Process.Exited;
        await Task.WhenAny(exited, Task.Delay(RefusalTime));

        exited.IsCompleted.Should().BeTrue($"it gives up; it says:\n{stranger.Process.LogTail()}");
        stranger.Process.ExitCode.Should().NotBe(0);
        (await ActiveSilos()).Should().Be(fixture.Market.Cores.Count + fixture.Market.Providers.Count);
    }

    /// <summary>Silos that the membership table counts as active.</summary>
    private async Task<long> ActiveSilos()
    {
        await using var connection = new NpgsqlConnection(fixture.Market.Database.ConnectionString(ClusterDatabase.Owner));
        await connection.OpenAsync();
        return await Read(connection, "SELECT count(*) FROM membership.silo WHERE status = 3");
    }

    private static async Task<long> Read(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }
}
