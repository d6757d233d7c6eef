using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cocoon.Storage;

/// <summary>The connection to the file and the statements prepared on it. One thread at a time.</summary>
internal sealed class StoreSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly StoreClaim _claim;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly ETagCounter _etags;

    private StoreSession(SqliteConnection connection, StoreClaim claim)
    {
        _connection = connection;
        _claim = claim;
        _begin = connection.Command("BEGIN IMMEDIATE");
        _commit = connection.Command("COMMIT");
        _etags = new ETagCounter(connection);
        Records = new RecordRows(connection, _etags);
        Reminders = new ReminderRows(connection, _etags);
    }

    public RecordRows Records { get; }

    public ReminderRows Reminders { get; }

    public bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <summary>Opens the file for this process alone; see <see cref="SqliteStore.Open"/>.</summary>
    public static StoreSession Open(string path, bool check)
    {
        SqliteLibrary.Require();
        var claim = StoreClaim.Take(path);
        SqliteConnection? connection = null;
        try
        {
            StoreFile.RequireOursOrNew(path);
            connection = StoreFile.Connect(path);
            if (check) StoreFile.RequireUndamaged(connection, path);
            Schema.Upgrade(connection, path);
            return new StoreSession(connection, claim);
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            claim.Dispose();
            if (exception is SqliteException sqlite) throw StoreFile.Explain(sqlite, path);
            throw;
        }
    }

    public long LimitPages(int pages) => _connection.Scalar<long>($"PRAGMA max_page_count = {pages}");

    public void Begin() => _begin.ExecuteNonQuery();

    /// <summary>Makes the transaction durable.</summary>
    public void Commit()
    {
        _etags.Save();
        _commit.ExecuteNonQuery();
    }

    /// <summary>Undoes the transaction if SQLite has not done so already.</summary>
    public void TryRollback()
    {
        try
        {
            if (InTransaction) _connection.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // The error that led here is reported. If a transaction is still open, the next BEGIN fails and says so.
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _claim.Dispose();
    }
}
