using Cocoon.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace Cocoon.Bench.Ledger.Postgres;

/// <summary>The ledger in PostgreSQL, by Orleans' own AdoNet storage. Reminders stay in SQLite: one a channel, not one a call.</summary>
internal static class AdoNetStore
{
    private const string Invariant = "Npgsql";

    /// <summary>Why it cannot be used; null where it can.</summary>
    public static string? Missing => null;

    /// <summary>Makes the tables that the storage expects.</summary>
    public static async Task Create(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (var tables = new NpgsqlCommand(PostgresSchema.Tables, connection)) await tables.ExecuteNonQueryAsync();
        foreach (var (key, text) in PostgresSchema.Queries)
        {
            await using var insert = new NpgsqlCommand("INSERT INTO OrleansQuery VALUES ($1, $2)", connection) { Parameters = { new() { Value = key }, new() { Value = text } } };
            await insert.ExecuteNonQueryAsync();
        }
    }

    public static void Use(IHostApplicationBuilder builder, string connectionString)
    {
        // Part of every key, so that hosts that follow one another do not find each other's channels.
        builder.Services.PostConfigure<ClusterOptions>(cluster => cluster.ServiceId = Guid.NewGuid().ToString("N"));
        builder.Services.RemoveAllKeyed<IGrainStorage>(Stores.Ledger);
        builder.UseOrleans(silo => silo.AddAdoNetGrainStorage(Stores.Ledger, options => options.Configure<Serializer>((storage, serializer) =>
        {
            storage.Invariant = Invariant;
            storage.ConnectionString = connectionString;
            storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        })));
    }
}
