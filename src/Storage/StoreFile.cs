using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cocoon.Storage;

/// <summary>Opening the file so that nothing that is not ours, or not whole, is ever written to.</summary>
internal static class StoreFile
{
    /// <summary>"Coco" in ASCII; SQLite keeps it in the file header for programs to recognise their files.</summary>
    public const int ApplicationId = 0x436F636F;

    private const int ApplicationIdOffset = 68;
    private const int HeaderLength = 100;

    /// <summary>Looks at the first bytes without SQLite, which would write to some files by opening them.</summary>
    /// <exception cref="StoreException">The file is something else.</exception>
    public static void RequireOursOrNew(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw new StoreException($"{path} is a folder. Give the store the path of a file.");
            if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            if (!File.Exists(path)) return;
            // For writing too: SQLite falls back to reading, and fails later with an error that says nothing of rights.
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (file.Length == 0) return;
            Span<byte> header = stackalloc byte[HeaderLength];
            var length = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
            if (length < HeaderLength || !header.StartsWith("SQLite format 3\0"u8)) throw NotOurs(path, "it is not an SQLite file, or its beginning is damaged");
            if (BinaryPrimitives.ReadInt32BigEndian(header[ApplicationIdOffset..]) != ApplicationId) throw NotOurs(path, "it belongs to another program");
        }
        catch (UnauthorizedAccessException exception)
        {
            throw NoRights(path, exception);
        }
        catch (IOException exception)
        {
            throw new StoreException($"The store {path} cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>Connects, takes the file for this process alone and turns on the write-ahead log.</summary>
    public static SqliteConnection Connect(string path)
    {
        // No pool, so that closing closes; a short wait, because a lock held by another process will not go away.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            connection.Open();
            connection.Execute("PRAGMA locking_mode = EXCLUSIVE");
            if (new FileInfo(path) is { Exists: true, Length: 0 } or { Exists: false })
            {
                // Before the log is on, so that even a crash right here leaves a file that is known as ours.
                connection.Execute("BEGIN EXCLUSIVE");
                connection.Execute($"PRAGMA application_id = {ApplicationId}");
                connection.Execute("COMMIT");
            }

            connection.Execute("PRAGMA journal_mode = WAL");
            connection.Execute("PRAGMA synchronous = FULL");
            connection.Execute("BEGIN EXCLUSIVE");
            connection.Execute("COMMIT");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <exception cref="StoreException">SQLite found damage.</exception>
    public static void RequireUndamaged(SqliteConnection connection, string path)
    {
        var finding = connection.Scalar<string>("PRAGMA quick_check(1)");
        if (finding != "ok") throw Damaged(path, finding, null);
    }

    /// <summary>What an error while opening means for the person who reads it.</summary>
    public static StoreException Explain(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreException($"The store {path} is in use by another process. Stop that one, or give this one another file.", exception),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damaged(path, exception.Message, exception),
        raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM => NoRights(path, exception),
        raw.SQLITE_FULL => new StoreException($"The disk with {path} is full. Free some space and start again.", exception),
        _ => new StoreException($"The store {path} cannot be opened: {exception.Message}", exception),
    };

    private static StoreException NoRights(string path, Exception inner) => new(
        $"The store {path} cannot be opened for writing. Check the rights of the file and of its folder.", inner);

    private static StoreException NotOurs(string path, string why) => new(
        $"{path} is not a Cocoon store: {why}. It was left as it is. Give the path of a store or of a file that does not exist yet, or put a backup in its place.");

    private static StoreException Damaged(string path, string finding, Exception? inner) => new(
        $"The store {path} is damaged ({finding}). It was left as it is. Stop, keep a copy of it and of its -wal file, and put a backup in its place.", inner!);
}
