using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audit;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Settlement;
using Cocoon.Storage;

namespace Cocoon.Cli.Market;

/// <summary>Reads a market's books from its stored records.</summary>
internal static class StoredBooks
{
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
    public static async Task<Books> Read(SqliteStore store, CancellationToken cancellationToken) => new()
    {
        Channels = await Read<AccountAddress, ChannelState>(store, "channel", AccountAddress.Parse, cancellationToken),
        Jobs = await Read<JobId, JobState>(store, "job", ParseJob, cancellationToken),
        Providers = await Read<AccountAddress, ProviderState>(store, "provider", AccountAddress.Parse, cancellationToken),
        Settlements = await Read<int, SettlementState>(store, "settlement", key => int.Parse(key, System.Globalization.CultureInfo.InvariantCulture), cancellationToken),
        Batches = (await Read<BatchId, BatchArchive>(store, "batch", BatchId.Parse, cancellationToken))
            .Where(archive => archive.Value.Batch is not null).ToDictionary(archive => archive.Key, archive => archive.Value.Batch!),
    };

    private static async Task<Dictionary<TKey, TState>> Read<TKey, TState>(SqliteStore store, string stateName, Func<string, TKey> parse, CancellationToken cancellationToken) where TKey : notnull
    {
        var states = new Dictionary<TKey, TState>();
        await foreach (var record in store.List(stateName, cancellationToken))
        {
            try
            {
                states.Add(parse(record.GrainId.Key.ToString()!), JsonSerializer.Deserialize<TState>(record.Payload.Span, Json) ?? throw new JsonException("it is empty"));
            }
            catch (Exception e) when (e is JsonException or FormatException)
            {
                throw new StoreException($"The stored '{stateName}' of {record.GrainId} cannot be read: {e.Message}", e);
            }
        }
        return states;
    }

    private static JobId ParseJob(string key) => JobId.TryParse(key, out var job) ? job : throw new FormatException($"'{key}' is no job id.");
}
