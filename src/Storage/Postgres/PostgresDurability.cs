using Npgsql;

namespace Cocoon.Storage.Postgres;

/// <summary>What a server must promise before a market trusts it with money.</summary>
internal static class PostgresDurability
{
    private const int LeastVersion = 140_000;

    /// <exception cref="StoreException">A commit on this server is not durable, or it takes no writes, or it is too old.</exception>
    public static async Task Require(NpgsqlConnection connection, bool allowLossOnCrash, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT current_setting('server_version_num')::int, current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'), pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool",
            connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        if (row.GetInt32(0) < LeastVersion) throw new StoreException($"PostgreSQL {row.GetInt32(0) / 10_000} is too old. Use {LeastVersion / 10_000} or newer.");
        if (row.GetBoolean(4)) throw new StoreException("This PostgreSQL server takes no writes: it is a standby, or its transactions are read-only. Name the primary.");
        if (allowLossOnCrash) return;
        foreach (var (column, setting) in (IEnumerable<(int, string)>)[(1, "fsync"), (2, "full_page_writes"), (3, "synchronous_commit")])
        {
            if (row.GetString(column) == "off")
                throw new StoreException($"PostgreSQL runs with {setting} = off: a crash would lose receipts that were acknowledged. Turn it on; AllowLossOnCrash is for development.");
        }
    }
}
