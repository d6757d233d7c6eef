using System.Diagnostics;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Market;

namespace Cocoon.Simulation.Running;

/// <summary>Many seeds on all cores, until they are done, time is up, or one fails.</summary>
/// <param name="plan">The faults.</param>
/// <param name="options">The market.</param>
/// <param name="workers">Threads.</param>
public sealed class Campaign(FaultPlan plan, MarketOptions options, int workers)
{
    private readonly Lock _lock = new();
    private SeedResult? _failed;

    public long Seeds { get; private set; }

    public long Jobs { get; private set; }

    public long Faults { get; private set; }

    /// <summary>How often each kind of fault struck.</summary>
    public Dictionary<FaultKind, long> ByKind { get; } = [];

    /// <param name="first">The first seed.</param>
    /// <param name="count">How many; null for as many as time allows.</param>
    /// <param name="limit">When to stop; null for never.</param>
    /// <param name="progress">Called after each seed, one at a time.</param>
    /// <param name="each">Gets each result, one at a time.</param>
    /// <param name="cancellationToken">Stops after the seeds that are running.</param>
    /// <returns>The failing run with the lowest seed among those that ran; null when none failed.</returns>
    public SeedResult? Run(ulong first, long? count, TimeSpan? limit, Action<Campaign> progress, Action<SeedResult>? each = null, CancellationToken cancellationToken = default)
    {
        var watch = Stopwatch.StartNew();
        var next = -1L;
        var threads = Enumerable.Range(0, workers).Select(_ => new Thread(Work)).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return _failed;

        void Work()
        {
            while (!cancellationToken.IsCancellationRequested && Volatile.Read(ref _failed) is null && (limit is null || watch.Elapsed < limit))
            {
                var index = Interlocked.Increment(ref next);
                if (index >= count) return;
                Count(SeedRun.Run(first + (ulong)index, plan, options), progress, each);
            }
        }
    }

    private void Count(SeedResult result, Action<Campaign> progress, Action<SeedResult>? each)
    {
        lock (_lock)
        {
            Seeds++;
            Jobs += result.Jobs;
            Faults += result.Strikes.Count;
            foreach (var strike in result.Strikes) ByKind[strike.Kind] = ByKind.GetValueOrDefault(strike.Kind) + 1;
            if (result.Failure is not null && (_failed is null || result.Seed < _failed.Seed)) _failed = result;
            each?.Invoke(result);
            progress(this);
        }
    }
}
