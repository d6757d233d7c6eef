using System.Text.Json;
using Cocoon.ClusterKit.Network;
using Cocoon.Core.Accounts;
using Cocoon.Storage;
using Npgsql;

namespace Cocoon.ClusterKit.Database;

/// <summary>Writes clients' accounts, each with one key and one channel, as the account's grain would; before any silo runs.</summary>
internal static class Accounts
{
    // The grain's type, as it stands in stored records.
    private const string GrainType = "clientaccount";

    public static async Task Write(ClusterDatabase database, IEnumerable<ClusterClient> clients, CancellationToken cancellationToken)
    {
        var json = new SqliteStoreOptions().Json;
        await using var connection = new NpgsqlConnection(database.ConnectionString(ClusterDatabase.Owner));
        await connection.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var client in clients)
        {
            if (!ApiKey.TryParse(client.ApiKey, out var key)) throw new ClusterException("The client's API key is none.");
            var state = new AccountState { Keys = [new ApiKeyRecord(key.Id, "test", key.SecretHash, DateTimeOffset.UtcNow, null)], Channels = [client.Channel] };
            batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO cocoon.record (state_name, grain_id, version, payload) VALUES ('account', $1, nextval('cocoon.version'), $2)")
            {
                Parameters = { new() { Value = $"{GrainType}/{client.Account.Raw}" }, new() { Value = JsonSerializer.SerializeToUtf8Bytes(state, json) } },
            });
        }
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
