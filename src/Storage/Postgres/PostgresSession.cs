using Npgsql;

namespace Cocoon.Storage.Postgres;

/// <summary>A connection that writes groups: each is one round trip and one commit. One user at a time.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection) : IAsyncDisposable
{
    // Rows are found by their keys one after the other whatever the statistics say: so plans are made once, and two processes
    // that write the same records lock them in the same order.
    private const string Plans = "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan";

    public static async Task<PostgresSession> Open(NpgsqlDataSource database, bool allowLossOnCrash, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            // Each time: after a failover this may be another server.
            await PostgresDurability.Require(connection, allowLossOnCrash, cancellationToken);
            await using var plans = new NpgsqlCommand(Plans, connection);
            await plans.ExecuteNonQueryAsync(cancellationToken);
            return new PostgresSession(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes a group in one transaction; returns the new version of each write, or null where what is there was not as it expected.</summary>
    /// <param name="group">No two with the same key.</param>
    public async Task<long?[]> Commit(IReadOnlyList<PostgresWrite> group)
    {
        var parts = Enumerable.Range(0, group.Count).OrderBy(index => group[index].Key).GroupBy(index => group[index].Statement)
            .Select(part => (Statement: part.Key, Indexes: part.ToArray())).ToArray();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (statement, indexes) in parts) batch.BatchCommands.Add(statement.For(Array.ConvertAll(indexes, index => group[index])));

        var versions = new long?[group.Count];
        await using var rows = await batch.ExecuteReaderAsync();
        foreach (var (statement, indexes) in parts)
        {
            var byKey = statement.AnswersByKey ? indexes.ToDictionary(index => (group[index].Key.Name, group[index].Key.GrainId)) : null;
            while (await rows.ReadAsync())
            {
                if (byKey is not null) versions[byKey[(rows.GetString(0), rows.GetString(1))]] = rows.GetInt64(2);
                else versions[indexes[rows.GetInt64(0) - 1]] = rows.GetInt64(1);
            }

            await rows.NextResultAsync();
        }

        // Here the transaction's end has been read too: what comes back is committed.
        return versions;
    }

    /// <summary>Asks the server whether it is still there.</summary>
    public async Task Ping()
    {
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
