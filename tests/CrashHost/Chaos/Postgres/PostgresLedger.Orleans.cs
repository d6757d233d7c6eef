using System.Globalization;
using Cocoon.Bench.Ledger.Postgres;
using Cocoon.Grains;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Storage;

namespace Cocoon.CrashHost.Chaos.Postgres;

/// <summary>The ledger in PostgreSQL, by Orleans' own AdoNet storage; states as the same JSON that SQLite holds.</summary>
public static class PostgresLedger
{
    private const string Invariant = "Npgsql";

    public static bool IsBuiltIn => true;

    /// <summary>Puts PostgreSQL in the place of SQLite for grain states. Reminders stay in SQLite.</summary>
    public static void Use(IHostApplicationBuilder builder, string connectionString)
    {
        builder.Services.RemoveAllKeyed<IGrainStorage>(Stores.Ledger);
        builder.UseOrleans(silo => silo.AddAdoNetGrainStorage(Stores.Ledger, options => options.Configure(storage =>
        {
            storage.Invariant = Invariant;
            storage.ConnectionString = connectionString;
            storage.GrainStorageSerializer = new JsonStates();
        })));
    }

    /// <summary>Makes the tables that the storage expects.</summary>
    public static async Task Create(string connectionString)
    {
        await using var connection = await Open(connectionString);
        await using (var tables = new NpgsqlCommand(PostgresSchema.Tables, connection)) await tables.ExecuteNonQueryAsync();
        foreach (var (key, text) in PostgresSchema.Queries)
        {
            await using var insert = new NpgsqlCommand("INSERT INTO OrleansQuery VALUES ($1, $2)", connection) { Parameters = { new() { Value = key }, new() { Value = text } } };
            await insert.ExecuteNonQueryAsync();
        }
    }

    /// <summary>All states of one moment, by state name.</summary>
    public static async Task<ILookup<string, (string Key, byte[] Json)>> Read(string connectionString)
    {
        await using var connection = await Open(connectionString);
        await using var select = new NpgsqlCommand("SELECT GrainTypeString, GrainIdExtensionString, PayloadBinary, GrainIdN1 FROM OrleansStorage WHERE PayloadBinary IS NOT NULL", connection);
        await using var rows = await select.ExecuteReaderAsync();
        var states = new List<(string Name, string Key, byte[] Json)>();
        while (await rows.ReadAsync())
        {
            // A key that reads as a hexadecimal number is kept as one, and has no text.
            var key = rows.GetString(1) is { Length: > 0 } text ? text : rows.GetInt64(3).ToString("X", CultureInfo.InvariantCulture);
            states.Add((rows.GetString(0), key, rows.GetFieldValue<byte[]>(2)));
        }
        return states.ToLookup(state => state.Name, state => (state.Key, state.Json));
    }

    private static async Task<NpgsqlConnection> Open(string connectionString)
    {
        // Without a pool: what it keeps does not survive the server.
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
