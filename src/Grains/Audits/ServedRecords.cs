using Cocoon.Core.Jobs;

namespace Cocoon.Grains.Audits;

/// <summary>
/// What an enclave served lately and may be asked to hand to an auditor: in memory only, bounded by number, bytes and time. The
/// oldest go first. Disposing it drops all. Thread-safe.
/// </summary>
internal sealed class ServedRecords : IDisposable
{
    /// <summary>How often it looks for what is too old.</summary>
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(1);

    /// <summary>How long a record is kept, from the end of its job on.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Most records.</summary>
    public const int MaxCount = 4_096;

    /// <summary>Most bytes of all records together.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<ServedRecord> _byAge = [];
    private readonly Dictionary<JobId, LinkedListNode<ServedRecord>> _byJob = [];
    private long _bytes;
    private ITimer? _sweep;

    /// <summary>Records kept now.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _byAge.Count;
        }
    }

    /// <summary>Keeps a record; one of the same job is kept as it was.</summary>
    public void Add(ServedRecord record, TimeProvider time)
    {
        lock (_gate)
        {
            if (record.Encoded.Length > MaxBytes || _byJob.ContainsKey(record.Job))
            {
                record.Dispose();
                return;
            }
            // Nobody else may come by to drop what is left of the last job.
            _sweep ??= time.CreateTimer(_ => Sweep(time.GetUtcNow()), null, SweepPeriod, SweepPeriod);
            _byJob[record.Job] = _byAge.AddLast(record);
            _bytes += record.Encoded.Length;
            DropStale(time.GetUtcNow());
            while (_byAge.Count > MaxCount || _bytes > MaxBytes) Drop(_byAge.First!);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _sweep?.Dispose();
            while (_byAge.First is { } oldest) Drop(oldest);
        }
    }

    /// <summary>A record's bytes and what they are about; null when it is not, or no longer, kept.</summary>
    /// <returns>A copy of the bytes, which the caller zeroes.</returns>
    public (ServedRecord Record, byte[] Bytes)? Find(JobId job, DateTimeOffset now)
    {
        lock (_gate)
        {
            DropStale(now);
            return _byJob.TryGetValue(job, out var found) ? (found.Value, found.Value.Encoded.ToArray()) : null;
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        lock (_gate) DropStale(now);
    }

    private void DropStale(DateTimeOffset now)
    {
        while (_byAge.First is { } oldest && oldest.Value.KeptUntil <= now) Drop(oldest);
    }

    private void Drop(LinkedListNode<ServedRecord> gone)
    {
        _byAge.Remove(gone);
        _byJob.Remove(gone.Value.Job);
        _bytes -= gone.Value.Encoded.Length;
        gone.Value.Dispose();
    }
}
