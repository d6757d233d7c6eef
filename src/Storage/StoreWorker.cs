using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Cocoon.Storage;

/// <summary>The one thread that uses the connection. Takes what has gathered in the queue, answers the reads, and commits the writes together.</summary>
internal sealed class StoreWorker : IDisposable
{
    private readonly BlockingCollection<StoreJob> _queue = [];
    private readonly StoreSession _session;
    private readonly string _path;
    private readonly int _maxGroup;
    private readonly Thread _thread;
    private long _commits;
    private long _writes;

    public StoreWorker(StoreSession session, string path, int maxGroup)
    {
        _session = session;
        _path = path;
        _maxGroup = maxGroup;
        _thread = new Thread(Run) { IsBackground = true, Name = "Cocoon store" };
        _thread.Start();
    }

    public long Commits => Volatile.Read(ref _commits);

    public long Writes => Volatile.Read(ref _writes);

    public Task<T> Read<T>(Func<StoreSession, T> work, CancellationToken cancellationToken) => Add(new StoreJob<T>(work, isWrite: false, cancellationToken));

    public Task<T> Write<T>(Func<StoreSession, T> work, CancellationToken cancellationToken) => Add(new StoreJob<T>(work, isWrite: true, cancellationToken));

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
    }

    private Task<T> Add<T>(StoreJob<T> job)
    {
        try
        {
            _queue.Add(job, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            job.Fail(new StoreException($"The store {_path} is closed."));
        }

        return job.Task;
    }

    private void Run()
    {
        var group = new List<StoreJob>();
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < _maxGroup && _queue.TryTake(out var next)) group.Add(next);
            group.RemoveAll(job => job.EndIfCancelled());

            // Reads first: a write that is not yet on disk has not happened.
            foreach (var job in group.Where(job => !job.IsWrite))
            {
                job.Execute(_session, Wrap);
                job.Publish();
            }

            Commit(group.FindAll(job => job.IsWrite));
            group.Clear();
        }

        _session.Dispose();
    }

    private void Commit(List<StoreJob> writes)
    {
        if (writes.Count == 0) return;
        try
        {
            _session.Begin();
            foreach (var job in writes)
            {
                job.Execute(_session, Wrap);

                // Errors such as a full disk end the transaction; what has been done in it is undone.
                if (!_session.InTransaction) throw job.Error ?? new StoreException($"SQLite ended a transaction of {_path}.");
            }

            _session.Commit();
        }
        catch (Exception exception)
        {
            _session.TryRollback();
            var failure = Wrap(exception);
            foreach (var job in writes) job.Fail(failure);
            return;
        }

        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _writes, writes.Count);
        foreach (var job in writes) job.Publish();
    }

    private Exception Wrap(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } => new StoreException($"The disk with {_path} is full. Nothing was written. Free some space and try again.", exception),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_IOERR } failed => new StoreException($"The disk with {_path} failed (SQLite error {failed.SqliteExtendedErrorCode}). Nothing is acknowledged that is not on it. Check its health, its quota and the limit of file sizes, and try again.", failed),
        SqliteException sqlite => new StoreException($"SQLite could not work on {_path} (error {sqlite.SqliteExtendedErrorCode}): {sqlite.Message}", exception),
        // SQLite finds no fault with a flipped bit in a key or a number.
        FormatException or ArgumentException or InvalidCastException or InvalidOperationException => new StoreException(
            $"The store {_path} is damaged: a row in it cannot be read ({exception.Message}). Stop, keep a copy of it and of its -wal file, and put a backup in its place.", exception),
        _ => exception,
    };
}
