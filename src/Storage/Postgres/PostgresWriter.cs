using System.Net.Sockets;
using System.Threading.Channels;
using Npgsql;

namespace Cocoon.Storage.Postgres;

/// <summary>
/// One writing connection and the queue before it: takes what has gathered, commits it together, and tells each caller what
/// became of its write. A record always goes to the same writer, so its writes keep their order. Thread-safe.
/// </summary>
internal sealed class PostgresWriter
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private const int MostAttempts = 5;

    private readonly Channel<PostgresWrite> _queue;
    private readonly Func<Task<PostgresSession>> _open;
    private readonly PostgresStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Task _run;
    private PostgresSession? _session;
    private PostgresWrite? _next;
    private long _usedAt;
    private long _commits;
    private long _writes;

    public PostgresWriter(Func<Task<PostgresSession>> open, PostgresStoreOptions options, TimeProvider time, Random random)
    {
        (_open, _options, _time, _random) = (open, options, time, random);
        _queue = Channel.CreateBounded<PostgresWrite>(new BoundedChannelOptions(Math.Max(1, options.MaxQueuedWrites / options.Writers)) { SingleReader = true });
        _run = Task.Run(Run);
    }

    public long Commits => Volatile.Read(ref _commits);

    public long Writes => Volatile.Read(ref _writes);

    /// <summary>Waits for room in the queue, and then for the write's end.</summary>
    public async Task<long> Write(PostgresWrite write, CancellationToken cancellationToken)
    {
        write.AcceptedAt = _time.GetTimestamp();
        try
        {
            await _queue.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new StoreException("The store is closed.");
        }

        return await write.Task;
    }

    /// <summary>Finishes the writes that have been accepted and closes the connection.</summary>
    public async Task Stop()
    {
        _queue.Writer.TryComplete();
        await _run;
        await Drop();
    }

    private async Task Run()
    {
        while (_next is not null || await _queue.Reader.WaitToReadAsync())
        {
            var group = Gather();
            if (group.Count > 0) await Commit(group);
        }
    }

    /// <summary>Takes what waits, up to the limits, and none with the same key twice: the second goes into the next group.</summary>
    private List<PostgresWrite> Gather()
    {
        var group = new List<PostgresWrite>();
        var keys = new HashSet<WriteKey>();
        var bytes = 0L;
        while (group.Count < _options.MaxWritesPerCommit && (_next is not null || _queue.Reader.TryRead(out _next)))
        {
            var length = _next.Payload.Length;
            if (keys.Contains(_next.Key) || (group.Count > 0 && bytes + length > _options.MaxBytesPerCommit)) break;
            var write = _next;
            _next = null;
            if (!write.TryBegin()) continue;
            keys.Add(write.Key);
            bytes += length;
            group.Add(write);
        }

        return group;
    }

    private async Task Commit(List<PostgresWrite> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await Connect(group[0].AcceptedAt) is { } unreachable)
            {
                FailAll(group, new StoreException($"{unreachable.Message} Nothing was written.", unreachable));
                return;
            }

            try
            {
                Publish(group, await _session!.Commit(group));
                return;
            }
            catch (PostgresException refused) when (refused.InvariantSeverity == "ERROR")
            {
                // The server has undone the transaction and says so.
                if (IsPassing(refused) && attempt < MostAttempts)
                {
                    await Pause(attempt);
                    continue;
                }

                await Refused(group, refused);
                return;
            }
            catch (Exception exception)
            {
                await Drop();
                FailAll(group, new StoreException("The connection to PostgreSQL was lost while it wrote, so the outcome is unknown. Read the record again.", exception) { IsOutcomeUnknown = true });
                return;
            }
        }
    }

    /// <summary>Makes sure of a connection. Returns why there is none after all patience since the time that the group's first write was accepted.</summary>
    private async Task<StoreException?> Connect(long since)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // A server that restarted is noticed here, where nothing is at stake, rather than by the next write.
                if (_session is not null && _time.GetElapsedTime(_usedAt) > Quiet) await _session.Ping();
                _session ??= await _open();
                _usedAt = _time.GetTimestamp();
                return null;
            }
            catch (Exception exception) when (exception is NpgsqlException or StoreException or SocketException or IOException or TimeoutException)
            {
                await Drop();
                if (_time.GetElapsedTime(since) >= _options.Patience)
                    return exception as StoreException ?? PostgresFailure.Explain(exception as NpgsqlException ?? new NpgsqlException(exception.Message, exception));
            }

            await Pause(attempt);
        }
    }

    /// <summary>Something in this group cannot be written. Where that may be one record's fault, the others shall not suffer for it.</summary>
    private async Task Refused(List<PostgresWrite> group, PostgresException refused)
    {
        if (group.Count == 1 || !IsAboutData(refused))
        {
            FailAll(group, PostgresFailure.Explain(refused));
            return;
        }

        await Commit(group[..(group.Count / 2)]);
        await Commit(group[(group.Count / 2)..]);
    }

    private void Publish(List<PostgresWrite> group, long?[] versions)
    {
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _writes, group.Count);
        for (var i = 0; i < group.Count; i++)
        {
            if (versions[i] is { } version) group[i].Done(version);
            else group[i].Conflict();
        }
    }

    private static void FailAll(List<PostgresWrite> group, StoreException failure)
    {
        foreach (var write in group) write.Fail(failure);
    }

    /// <summary>Deadlocks and the like: another time it may work, and nothing has been done.</summary>
    private static bool IsPassing(PostgresException refused) => refused.SqlState is
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable;

    private static bool IsAboutData(PostgresException refused) =>
        refused.SqlState.StartsWith("22", StringComparison.Ordinal) || refused.SqlState.StartsWith("23", StringComparison.Ordinal) || refused.SqlState.StartsWith("54", StringComparison.Ordinal);

    private Task Pause(int attempt)
    {
        var most = Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, attempt));
        return Task.Delay(TimeSpan.FromMilliseconds(most * (0.5 + (_random.NextDouble() / 2))), _time);
    }

    private async Task Drop()
    {
        var session = _session;
        _session = null;
        if (session is null) return;
        try
        {
            await session.DisposeAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or InvalidOperationException)
        {
            // Closing what is broken already: the reason it broke has been reported.
        }
    }
}
