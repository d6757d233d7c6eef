using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audit;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Settlement;
using Cocoon.Storage;
using Cocoon.Storage.Postgres;
using Npgsql;

namespace Cocoon.Cli.Market;

/// <summary>Reads a market's books from its stored records.</summary>
internal static class StoredBooks
{
    private static readonly string[] StateNames = ["channel", "job", "provider", "settlement", "batch"];
    private static readonly JsonSerializerOptions Json = new SqliteStoreOptions().Json;

    /// <summary>The books in a state file, which may be in use.</summary>
    public static async Task<Books> ReadFile(string file, CancellationToken cancellationToken)
    {
        using var copy = StoreCopy.Take(file);
        await using var store = SqliteStore.Open(copy.File);
        return await Read(store, cancellationToken);
    }

    /// <summary>The books in a store that no grain writes to meanwhile.</summary>
    /// <exception cref="StoreException">A record cannot be read.</exception>
    public static async Task<Books> Read(SqliteStore store, CancellationToken cancellationToken)
    {
        var records = new Dictionary<string, List<(string Key, ReadOnlyMemory<byte> Json)>>();
        foreach (var stateName in StateNames)
        {
            records[stateName] = [];
            await foreach (var record in store.List(stateName, cancellationToken)) records[stateName].Add((record.GrainId.Key.ToString()!, record.Payload));
        }
        return From(stateName => records[stateName]);
    }

    /// <summary>The books in the database, or the state file, that a settings file names.</summary>
    public static async Task<Books> ReadSettings(string config, CancellationToken cancellationToken)
    {
        var settings = DatabaseSection.Read(config);
        return settings.Path is { } file ? await ReadFile(file, cancellationToken) : await ReadDatabase(settings.ToPostgres(), cancellationToken);
    }

    /// <summary>The books in a database, which may be in use: one statement sees one moment.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public static async Task<Books> ReadDatabase(PostgresConnectionOptions database, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = PostgresConnections.Open(database);
            await using var command = source.CreateCommand("SELECT state_name, grain_id, payload FROM cocoon.record WHERE state_name = ANY($1)");
            command.Parameters.Add(new() { Value = StateNames });
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            var records = StateNames.ToDictionary(name => name, _ => new List<(string Key, ReadOnlyMemory<byte> Json)>());
            while (await rows.ReadAsync(cancellationToken)) records[rows.GetString(0)].Add((GrainId.Parse(rows.GetString(1)).Key.ToString()!, rows.GetFieldValue<byte[]>(2)));
            return From(name => records[name]);
        }
        catch (NpgsqlException e)
        {
            throw new StoreException($"The ledger cannot be read from PostgreSQL: {e.Message}", e);
        }
    }

    /// <param name="records">Keys of grains and their states as JSON, by state name.</param>
    /// <exception cref="StoreException">A record cannot be read.</exception>
    public static Books From(Func<string, IEnumerable<(string Key, ReadOnlyMemory<byte> Json)>> records) => new()
    {
        Channels = Parse<AccountAddress, ChannelState>("channel", records, AccountAddress.Parse),
        Jobs = Parse<JobId, JobState>("job", records, ParseJob),
        Providers = Parse<AccountAddress, ProviderState>("provider", records, AccountAddress.Parse),
        Settlements = Parse<int, SettlementState>("settlement", records, key => int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)),
        Batches = Parse<BatchId, BatchArchive>("batch", records, BatchId.Parse)
            .Where(archive => archive.Value.Batch is not null).ToDictionary(archive => archive.Key, archive => archive.Value.Batch!),
    };

    private static Dictionary<TKey, TState> Parse<TKey, TState>(
        string stateName, Func<string, IEnumerable<(string Key, ReadOnlyMemory<byte> Json)>> records, Func<string, TKey> parse) where TKey : notnull
    {
        var states = new Dictionary<TKey, TState>();
        foreach (var (key, json) in records(stateName))
        {
            try
            {
                states.Add(parse(key), JsonSerializer.Deserialize<TState>(json.Span, Json) ?? throw new JsonException("it is empty"));
            }
            catch (Exception e) when (e is JsonException or FormatException)
            {
                throw new StoreException($"The stored '{stateName}' of {key} cannot be read: {e.Message}", e);
            }
        }
        return states;
    }

    private static JobId ParseJob(string key) => JobId.TryParse(key, out var job) ? job : throw new FormatException($"'{key}' is no job id.");
}
