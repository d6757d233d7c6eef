using System.Globalization;
using System.Runtime.InteropServices;
using Orleans.Storage;

namespace Cocoon.Storage.Postgres;

/// <summary>A write that waits for its transaction. It ends once: done, failed, or taken back by its caller before it began.</summary>
internal sealed class PostgresWrite
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int TakenBack = 2;

    private readonly TaskCompletionSource<long> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _cancellation;
    private int _stage;

    private PostgresWrite(PostgresStatement statement, WriteKey key, CancellationToken cancellationToken)
    {
        Statement = statement;
        Key = key;
        _cancellation = cancellationToken.UnsafeRegister(static (self, token) => ((PostgresWrite)self!).TakeBack(token), this);
    }

    public PostgresStatement Statement { get; }

    public WriteKey Key { get; }

    /// <summary>The version that what is there must have; null when nothing may be there, or when it does not matter.</summary>
    public long? ETag { get; private init; }

    /// <summary>A record's new state.</summary>
    public byte[] Payload { get; private init; } = [];

    /// <summary>A reminder's time to its first tick.</summary>
    public TimeSpan DueTime { get; private init; }

    /// <summary>A reminder's time from one tick to the next.</summary>
    public TimeSpan Period { get; private init; }

    /// <summary>When it joined the queue; a timestamp of the writer's clock.</summary>
    public long AcceptedAt { get; set; }

    public Task<long> Task => _completion.Task;

    public static PostgresWrite Record(string stateName, string grainId, ReadOnlyMemory<byte> payload, long? etag, CancellationToken cancellationToken) =>
        new(etag is null ? PostgresStatement.InsertRecord : PostgresStatement.UpdateRecord, new WriteKey(WriteTable.Records, stateName, grainId), cancellationToken)
        {
            ETag = etag,
            Payload = MemoryMarshal.TryGetArray(payload, out var array) && array.Count == array.Array!.Length ? array.Array : payload.ToArray(),
        };

    public static PostgresWrite RecordClear(string stateName, string grainId, long etag, CancellationToken cancellationToken) =>
        new(PostgresStatement.DeleteRecord, new WriteKey(WriteTable.Records, stateName, grainId), cancellationToken) { ETag = etag };

    public static PostgresWrite Reminder(string name, string grainId, TimeSpan dueTime, TimeSpan period) =>
        new(PostgresStatement.SetReminder, new WriteKey(WriteTable.Reminders, name, grainId), CancellationToken.None) { DueTime = dueTime, Period = period };

    public static PostgresWrite ReminderRemoval(string name, string grainId, long etag) =>
        new(PostgresStatement.DeleteReminder, new WriteKey(WriteTable.Reminders, name, grainId), CancellationToken.None) { ETag = etag };

    /// <summary>False if its caller has taken it back; otherwise it is no longer possible to do so.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _stage, Begun, Waiting) == Waiting;

    public void Done(long version)
    {
        _cancellation.Unregister();
        _completion.TrySetResult(version);
    }

    /// <summary>What was expected to be there is not.</summary>
    public void Conflict() => Fail(Key.Table == WriteTable.Reminders
        ? new ReminderException($"Reminder '{Key.Name}' of {Key.GrainId} was set anew or removed since it was read. Get it again.")
        : new InconsistentStateException(
            $"Could not write '{Key.Name}' of {Key.GrainId}: the record changed since it was read.", storedEtag: null, ETag?.ToString(CultureInfo.InvariantCulture)));

    public void Fail(Exception exception)
    {
        _cancellation.Unregister();
        _completion.TrySetException(exception);
    }

    private void TakeBack(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref _stage, TakenBack, Waiting) == Waiting) _completion.TrySetCanceled(token);
    }
}
