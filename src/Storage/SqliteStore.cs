using System.Runtime.CompilerServices;

namespace Cocoon.Storage;

/// <summary>
/// Grain states and reminders in one SQLite file, owned by one process at a time. One thread does all the work: it gathers the
/// writes that have come meanwhile into one transaction (group commit), and each write completes when that transaction is on
/// disk. ETags make lost updates impossible. Thread-safe.
/// </summary>
public sealed class SqliteStore : IRecordStore, IDisposable, IAsyncDisposable
{
    /// <summary>Most writes in one transaction unless told otherwise.</summary>
    public const int DefaultWritesPerCommit = 1_024;

    private const int PageSize = 500;
    private readonly StoreWorker _worker;

    private SqliteStore(string path, StoreWorker worker)
    {
        Path = path;
        _worker = worker;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>Transactions committed since the store was opened.</summary>
    public long Commits => _worker.Commits;

    /// <summary>Writes done in them, conflicts included.</summary>
    public long Writes => _worker.Writes;

    /// <summary>Opens the file, makes it if there is none, and brings its schema up to date.</summary>
    /// <param name="path">The file.</param>
    /// <param name="checkOnOpen">Whether to read the whole file and look for damage first.</param>
    /// <param name="maxWritesPerCommit">Most writes in one transaction, 1 or more.</param>
    /// <exception cref="StoreException">
    /// The file is damaged, is not a Cocoon store, was made by a newer version, is in use by another process, or cannot be
    /// written. It is left as it was.
    /// </exception>
    public static SqliteStore Open(string path, bool checkOnOpen = true, int maxWritesPerCommit = DefaultWritesPerCommit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWritesPerCommit, 1);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var full = System.IO.Path.GetFullPath(path);
        return new SqliteStore(full, new StoreWorker(StoreSession.Open(full, checkOnOpen), full, maxWritesPerCommit));
    }

    /// <inheritdoc/>
    public Task<StoredRecord?> Read(string stateName, GrainId grainId, CancellationToken cancellationToken = default) =>
        _worker.Read(session => session.Records.Read(stateName, grainId), cancellationToken);

    /// <inheritdoc/>
    public Task<long> Write(string stateName, GrainId grainId, ReadOnlyMemory<byte> payload, long? etag, CancellationToken cancellationToken = default) =>
        _worker.Write(session => session.Records.Write(stateName, grainId, payload, etag), cancellationToken);

    /// <inheritdoc/>
    public Task Clear(string stateName, GrainId grainId, long? etag, CancellationToken cancellationToken = default) =>
        _worker.Write(session => session.Records.Clear(stateName, grainId, etag), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredRecord> List(string stateName, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var after = "";
        while (true)
        {
            var from = after;
            var page = await _worker.Read(session => session.Records.List(stateName, from, PageSize), cancellationToken);
            foreach (var record in page) yield return record;
            if (page.Count < PageSize) yield break;
            after = page[^1].GrainId.ToString();
        }
    }

    /// <summary>Finishes the writes that have been accepted and closes the file.</summary>
    public void Dispose() => _worker.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>For tests of a full disk: the most pages of 4 KiB the file may have.</summary>
    internal Task LimitPages(int pages) => _worker.Read(session => session.LimitPages(pages), CancellationToken.None);

    internal Task<T> ReadReminders<T>(Func<ReminderRows, T> read) => _worker.Read(session => read(session.Reminders), CancellationToken.None);

    internal Task<T> WriteReminders<T>(Func<ReminderRows, T> write) => _worker.Write(session => write(session.Reminders), CancellationToken.None);
}
