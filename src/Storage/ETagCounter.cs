using Microsoft.Data.Sqlite;

namespace Cocoon.Storage;

/// <summary>
/// The next ETag of the whole store. It is stored with every commit, so a record that is cleared and written again never gets
/// an ETag it had before.
/// </summary>
internal sealed class ETagCounter
{
    private readonly SqliteCommand _save;
    private long _last;
    private long _saved;

    public ETagCounter(SqliteConnection connection)
    {
        _last = _saved = connection.Scalar<long>("SELECT coalesce(max(value), 0) FROM counter WHERE name = 'etag'");
        _save = connection.Command("INSERT INTO counter (name, value) VALUES ('etag', $value) ON CONFLICT (name) DO UPDATE SET value = $value", "$value");
    }

    public long Next() => ++_last;

    public void Save()
    {
        if (_last == _saved) return;
        _save.With(_last).ExecuteNonQuery();
        _saved = _last;
    }
}
