using Microsoft.Data.Sqlite;

namespace Cocoon.Storage;

/// <summary>The tables, as an ordered list of steps. A step is never changed once released; new ones are added at the end.</summary>
internal static class Schema
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE IF NOT EXISTS grain_state (
            state_name TEXT NOT NULL,
            grain_id TEXT NOT NULL,
            etag INTEGER NOT NULL,
            payload BLOB NOT NULL,
            PRIMARY KEY (state_name, grain_id));
        CREATE TABLE IF NOT EXISTS reminder (
            grain_id TEXT NOT NULL,
            name TEXT NOT NULL,
            start_at_ticks INTEGER NOT NULL,
            period_ticks INTEGER NOT NULL,
            etag INTEGER NOT NULL,
            PRIMARY KEY (grain_id, name));
        CREATE TABLE IF NOT EXISTS counter (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL);
        """,
    ];

    /// <summary>The version this program writes.</summary>
    public static int Latest => Steps.Length;

    /// <exception cref="StoreException">The file was made by a newer version of this program.</exception>
    public static void Upgrade(SqliteConnection connection, string path)
    {
        var version = VersionOf(connection);
        if (version > Latest)
        {
            throw new StoreException(
                $"The store {path} was made by a newer version (its schema is {version}, this program knows {Latest}). It was left as it is. Use that newer version.");
        }

        if (version == Latest) return;
        connection.Execute("BEGIN IMMEDIATE");
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)");
        for (var step = version; step < Latest; step++)
        {
            connection.Execute(Steps[step]);
            connection.Execute($"INSERT INTO schema_version (version) VALUES ({step + 1})");
        }

        connection.Execute("COMMIT");
    }

    private static long VersionOf(SqliteConnection connection) =>
        connection.Scalar<long>("SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'") == 0
            ? 0
            : connection.Scalar<long>("SELECT coalesce(max(version), 0) FROM schema_version");
}
