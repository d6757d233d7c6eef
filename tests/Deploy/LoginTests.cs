using Cocoon.Servers;
using Cocoon.Storage.Postgres;
using Npgsql;

namespace Cocoon.Deploy.Tests;

/// <summary>postgres/logins.sql on a real server, in the order of docs/deploy.md: logins first, then the migration.</summary>
public sealed class LoginTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-logins-");

    public void Dispose() => _folder.Delete(recursive: true);

    [PostgresFact]
    public async Task A_core_silo_reads_the_ledger_and_other_members_see_membership_only()
    {
        using var server = PostgresServer.Start();
        var owner = server.Reach("cocoon");
        await using (var first = new NpgsqlConnection(server.ConnectionString + ";Pooling=false"))
            await Ask(first, "CREATE DATABASE cocoon");
        Script(server, owner);
        await using (var database = PostgresConnections.Open(owner)) (await PostgresDatabase.Migrate(database)).Pending.Should().BeEmpty();

        foreach (var (user, seesLedger) in new[] { ("cocoon_core", true), ("cocoon_member", false) })
        {
            await using var login = PostgresConnections.Open(server.Reach("cocoon", user));
            await using var connection = await login.OpenConnectionAsync();
            (await Ask(connection, "SELECT count(*) FROM membership.silo")).Should().Be(0L);
            var ledger = () => Ask(connection, "SELECT count(*) FROM cocoon.record");
            if (seesLedger) (await ledger()).Should().Be(0L);
            else (await ledger.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege);
        }
        await using var asOwner = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        (await Ask(asOwner, "SELECT count(*) FROM pg_authid WHERE rolname LIKE 'cocoon\\__%' AND rolcanlogin AND rolpassword LIKE 'SCRAM-SHA-256%' AND NOT rolsuper"))
            .Should().Be(2L, "both have a password, which is not stored in clear");
    }

    private void Script(PostgresServer server, PostgresConnectionOptions owner)
    {
        foreach (var name in (string[])["core-password", "member-password"]) File.WriteAllText(Path.Combine(_folder.FullName, name), "it's \"secret\"\n");
        var script = Path.Combine(_folder.FullName, "logins.sql");
        File.Copy(Path.Combine(Checkout.Deploy, "postgres", "logins.sql"), script);
        // The server's user runs psql, and is somebody else.
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
        server.Tool("psql", "--quiet", "--no-psqlrc", "--host", owner.Host, "--username", owner.User, "--dbname", owner.Database, "--set", $"secrets={_folder.FullName}", "--file", script);
    }

    private static async Task<object?> Ask(NpgsqlConnection connection, string sql)
    {
        if (connection.State != System.Data.ConnectionState.Open) await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
