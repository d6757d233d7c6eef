using Cocoon.Servers;
using Cocoon.Storage.Postgres;

namespace Cocoon.Storage.Tests.Postgres;

/// <summary>One server for all tests that leave it running; each test has a database of its own.</summary>
public sealed class PostgresFixture : IDisposable
{
    private readonly Lazy<PostgresServer> _server = new(PostgresServer.Start);

    public PostgresServer Server => _server.Value;

    /// <summary>A database with today's schema.</summary>
    public async Task<PostgresConnectionOptions> CreateMarket()
    {
        var options = await Server.CreateDatabase();
        await using var source = PostgresConnections.Open(options);
        await PostgresDatabase.Migrate(source);
        return options;
    }

    public static Task<PostgresStore> OpenStore(PostgresConnectionOptions market, Action<PostgresStoreOptions>? configure = null)
    {
        var options = new PostgresStoreOptions { Host = market.Host, Database = market.Database, User = market.User, MaxConnections = market.MaxConnections };
        configure?.Invoke(options);
        return PostgresStore.Open(options);
    }

    public static async Task<object?> Ask(PostgresConnectionOptions options, string sql)
    {
        await using var source = PostgresConnections.Open(options);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public void Dispose()
    {
        if (_server.IsValueCreated) _server.Value.Dispose();
    }
}
