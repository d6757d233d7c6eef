using Cocoon.Grains;
using Cocoon.Servers;
using Cocoon.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;

namespace Cocoon.Bench.Ledger.Postgres;

/// <summary>The ledger and its reminders in PostgreSQL, by our own storage, on both runtimes.</summary>
internal static class OwnStore
{
    /// <summary>Puts it in SQLite's place, on a database of its own.</summary>
    public static async Task Use(IHostApplicationBuilder builder, PostgresServer server, LedgerCase load)
    {
        var market = await server.CreateDatabase();
        await using (var database = PostgresConnections.Open(market)) await PostgresDatabase.Migrate(database);
        builder.Services.RemoveAllKeyed<IGrainStorage>(Stores.Ledger);
        builder.UseOrleans(silo => silo
            .UsePostgresStore(options =>
            {
                (options.Host, options.Database, options.User) = (market.Host, market.Database, market.User);
                if (load.WritesPerCommit == 1) (options.MaxWritesPerCommit, options.Writers) = (1, 16);
            })
            .AddPostgresGrainStorage(Stores.Ledger)
            .UsePostgresReminders());
    }
}
