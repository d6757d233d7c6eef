using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>
/// The threads that share the arithmetic of all models of a process: as many as processors, the caller being one of them.
/// Parts of a job are claimed one by one, so a thread that the system does not run holds up nothing but its own part, and a
/// caller that finds the team at work for another model does its job alone. Idle threads look for work for some
/// microseconds, then sleep. Thread-safe; nothing is allocated after the start.
/// </summary>
internal sealed class ComputeTeam
{
    /// <summary>Most parts of a job.</summary>
    public const int MaxParts = (1 << PartBits) - 1;

    private const int PartBits = 20;
    private const int LimitBits = 8;

    /// <summary>Longer than the gaps between the operations of a token, shorter than anybody notices.</summary>
    private static readonly long SpinTicks = Stopwatch.Frequency / 20_000;

    /// <summary>Time that sharing must have saved lately to be forgiven a stall as long: one now and then is normal, and dearer than it looks.</summary>
    private static readonly long MostSaved = Stopwatch.Frequency / 100;

    private const int FewestAlone = 32;
    private const int MostAlone = 4096;

    private readonly Worker[] _workers;
    private int _alone;
    private int _nextAlone = FewestAlone;
    private long _saved;
    private int _busy;
    private ComputeJob? _job;
    private ExceptionDispatchInfo? _failure;
    private int _remaining;

    /// <summary>Generation (16 bits), threads allowed (8), parts (20), next part (20): one word, so that a claim is never of another job.</summary>
    private long _ticket;

    /// <param name="threads">Threads with the caller's; 1 or more.</param>
    public ComputeTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        Threads = Math.Min(threads, (1 << LimitBits) - 1);
        _workers = [.. Enumerable.Range(1, Threads - 1).Select(number => new Worker(this, number))];
    }

    /// <summary>The team of this process. .NET counts the processors of its cgroup's quota.</summary>
    public static ComputeTeam Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>Threads with the caller's.</summary>
    public int Threads { get; }

    /// <summary>Whether jobs are shared out even while the system does not run all threads. Default: false.</summary>
    public bool AlwaysShares { get; init; }

    /// <summary>Runs all parts and returns when they are done.</summary>
    /// <param name="job">The work.</param>
    /// <param name="parts">How many; at most <see cref="MaxParts"/>.</param>
    /// <param name="threads">Most threads with the caller's.</param>
    public void Run(ComputeJob job, int parts, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, MaxParts);
        threads = Math.Min(Math.Min(threads, Threads), parts);
        if (threads <= 1 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            RunAlone(job, parts);
        }
        else if (_alone > 0 && !AlwaysShares)
        {
            _alone--;
            Volatile.Write(ref _busy, 0);
            RunAlone(job, parts);
        }
        else
        {
            Share(job, parts, threads);
        }
    }

    private static void RunAlone(ComputeJob job, int parts)
    {
        for (var part = 0; part < parts; part++) job.Run(part, 0);
    }

    private void Share(ComputeJob job, int parts, int threads)
    {
        _job = job;
        _failure = null;
        _remaining = parts;
        var generation = (_ticket >>> (2 * PartBits + LimitBits)) + 1;
        Interlocked.Exchange(ref _ticket, (((generation << LimitBits | (uint)threads) << PartBits) | (uint)parts) << PartBits);
        for (var i = 0; i < threads - 1; i++) _workers[i].Wake();
        var start = Stopwatch.GetTimestamp();
        var done = Help(0);
        var ticksOfPart = (Stopwatch.GetTimestamp() - start) / Math.Max(1, done);
        var wait = new SpinWait();
        while (Volatile.Read(ref _remaining) > 0) wait.SpinOnce(sleep1Threshold: -1);
        Judge((parts * ticksOfPart) - (Stopwatch.GetTimestamp() - start));
        var failure = _failure;
        _job = null;
        Volatile.Write(ref _busy, 0);
        failure?.Throw();
    }

    /// <summary>
    /// Where processes outnumber processors a thread may be stopped in the middle of its part, and all wait for it. When that
    /// costs more than sharing saves, the next jobs are done alone, more of them each time it happens again.
    /// </summary>
    /// <param name="saved">What sharing this job saved against doing it alone; below zero for what it cost.</param>
    private void Judge(long saved)
    {
        _saved = Math.Min(_saved + saved, MostSaved);
        if (_saved < 0)
        {
            _saved = 0;
            _alone = _nextAlone;
            _nextAlone = Math.Min(2 * _nextAlone, MostAlone);
        }
        else if (_saved == MostSaved)
        {
            _nextAlone = FewestAlone;
        }
    }

    /// <summary>Does parts as long as there are any; how many it did.</summary>
    private int Help(int worker)
    {
        var done = 0;
        for (var ticket = Volatile.Read(ref _ticket); HasPartFor(ticket, worker);)
        {
            var found = Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket);
            if (found != ticket)
            {
                ticket = found;
                continue;
            }
            done++;
            Do((int)(ticket & MaxParts), worker);
            ticket = Volatile.Read(ref _ticket);
        }
        return done;
    }

    private void Do(int part, int worker)
    {
        try
        {
            _job!.Run(part, worker);
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        Interlocked.Decrement(ref _remaining);
    }

    private static bool HasPartFor(long ticket, int worker) =>
        (ticket & MaxParts) < (ticket >>> PartBits & MaxParts) && worker < (ticket >>> (2 * PartBits) & ((1 << LimitBits) - 1));

    /// <summary>One thread of the team.</summary>
    private sealed class Worker
    {
        private readonly ComputeTeam _team;
        private readonly int _number;
        private readonly object _gate = new();
        private bool _called;
        private int _asleep;

        public Worker(ComputeTeam team, int number)
        {
            _team = team;
            _number = number;
            new Thread(Work) { IsBackground = true, Name = $"inference {number}" }.Start();
        }

        public void Wake()
        {
            if (Volatile.Read(ref _asleep) == 0 || Interlocked.Exchange(ref _asleep, 0) == 0) return;
            lock (_gate)
            {
                _called = true;
                Monitor.Pulse(_gate);
            }
        }

        private void Sleep()
        {
            lock (_gate)
            {
                while (!_called) Monitor.Wait(_gate);
                _called = false;
            }
        }

        private void Work()
        {
            while (true)
            {
                var idleSince = Stopwatch.GetTimestamp();
                while (Stopwatch.GetTimestamp() - idleSince < SpinTicks)
                {
                    if (_team.Help(_number) > 0) idleSince = Stopwatch.GetTimestamp();
                    else Thread.SpinWait(8);
                }
                Interlocked.Exchange(ref _asleep, 1);
                // Work that came just now did not see us asleep; a wake-up that did see us must be taken.
                if (HasPartFor(Volatile.Read(ref _team._ticket), _number) && Interlocked.Exchange(ref _asleep, 0) == 1) continue;
                Sleep();
            }
        }
    }
}
