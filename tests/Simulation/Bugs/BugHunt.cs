using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Cocoon.Simulation.Running;
using Cocoon.Simulation.Tests.Bugs.Mutants;

namespace Cocoon.Simulation.Tests.Bugs;

/// <summary>
/// Hunts the chosen bugs on two threads, from the moment it is made: most of a short hunt is the compiler's work, and each bug
/// is a product of its own. Thread-safe.
/// </summary>
public sealed class BugHunt : IDisposable
{
    /// <summary>Within so many seeds a bug has to be found.</summary>
    public const int Seeds = 2_000;

    private const int Hunters = 2;
    private const ulong FirstSeed = 1;

    private readonly Dictionary<string, TaskCompletionSource<Catch>> _catches = [];
    private readonly ConcurrentQueue<SeededBug> _left;

    public BugHunt()
    {
        foreach (var bug in BugChoice.Chosen) _catches.Add(bug.Name, new TaskCompletionSource<Catch>(TaskCreationOptions.RunContinuationsAsynchronously));
        _left = new ConcurrentQueue<SeededBug>(BugChoice.Chosen);
        for (var i = 0; i < Hunters; i++) new Thread(Hunt) { IsBackground = true, Name = $"bug hunter {i + 1}" }.Start();
    }

    /// <summary>What became of a chosen bug.</summary>
    public Task<Catch> Of(string bug) => _catches[bug].Task;

    /// <summary>No new bug is begun.</summary>
    public void Dispose() => _left.Clear();

    private void Hunt()
    {
        while (_left.TryDequeue(out var bug))
        {
            try
            {
                _catches[bug.Name].SetResult(Hunt(bug));
            }
            catch (Exception failure)
            {
                _catches[bug.Name].SetException(failure);
            }
        }
    }

    private static Catch Hunt(SeededBug bug)
    {
        var watch = Stopwatch.StartNew();
        var market = new MutantMarket(bug.Edits);
        if (market.FirstFailure(FirstSeed, Seeds) is not { } failure) return new Catch(null, Seeds, watch.Elapsed, null);
        var seed = ulong.Parse(failure["seed ".Length..failure.IndexOf(':', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        // The seed that fails with the bug has to pass without it, or it says nothing about the bug.
        return new Catch(failure, (int)(seed - FirstSeed) + 1, watch.Elapsed, SeedRun.FirstFailure(seed, 1));
    }
}
