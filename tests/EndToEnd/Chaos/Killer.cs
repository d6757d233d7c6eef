using System.Diagnostics;
using System.Globalization;
using Cocoon.CrashHost.Chaos;

namespace Cocoon.EndToEnd.Tests.Chaos;

/// <summary>Kills processes of a market at random, by a seed, and starts them again.</summary>
internal sealed class Killer(ChaosMarket market, int seed)
{
    private const int MaxStarts = 40;
    private static readonly TimeSpan ProgressTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RestartPause = TimeSpan.FromMilliseconds(250);

    private readonly Random _chance = new(seed);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<string> _log = [];
    private readonly HashSet<Victim> _expectedDead = [.. market.All];

    public int Kills { get; private set; }

    /// <summary>What happened when.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Processes that ended although nobody had killed them or anything they need.</summary>
    public List<string> Deaths { get; } = [];

    /// <param name="time">For how long.</param>
    /// <param name="least">Kills at least, however long that takes.</param>
    /// <param name="afterSiloDied">Looks at what a crash of the silo left.</param>
    public async Task Run(TimeSpan time, int least, Func<Task> afterSiloDied)
    {
        while (_clock.Elapsed < time || Kills < least)
        {
            await Progress(_chance.Next(8));
            await Task.Delay(_chance.Next(1_500));
            await Kill(_chance.Next(5) < 2 ? market.Silo : market.All[_chance.Next(market.All.Count)], afterSiloDied);
            // Now and then, several at once.
            if (_chance.Next(4) == 0) await Kill(market.All[_chance.Next(market.All.Count)], afterSiloDied);
            if (_chance.Next(2) == 0) await Task.Delay(_chance.Next(1_500));
            await StartAll();
        }
    }

    /// <summary>Starts what is dead, until all live.</summary>
    public async Task StartAll()
    {
        for (var attempt = 0; market.All.FirstOrDefault(victim => !victim.IsAlive) is { } dead; attempt++)
        {
            if (attempt >= MaxStarts) throw new InvalidOperationException($"The {dead.Name} does not start again. It says:\n{dead.Errors}\n{Log}");
            if (!_expectedDead.Remove(dead)) Deaths.Add($"the {dead.Name} at {Now}: {dead.Errors}");
            var started = await dead.Start();
            Say($"{dead.Name} {(started ? "started" : "could not start")}");
            if (started) continue;
            // What it needs may be dead, or not yet gone.
            _expectedDead.Add(dead);
            await Task.Delay(RestartPause);
        }
    }

    /// <summary>
    /// Waits for the client to get some receipts, so that there is always something to lose, however slow the machine; but
    /// not for ever, since it may have nothing to do but wait for what is dead.
    /// </summary>
    private async Task Progress(int receipts)
    {
        var (begun, target) = (_clock.Elapsed, Receipts() + receipts);
        while (Receipts() < target && _clock.Elapsed - begun < ProgressTime) await Task.Delay(Poll);
    }

    private int Receipts()
    {
        using var journal = ClientJournal.ReadOnly(market.Journal);
        return journal.Receipts().Count;
    }

    private async Task Kill(Victim victim, Func<Task> afterSiloDied)
    {
        if (!victim.IsAlive) return;
        await victim.Kill();
        _expectedDead.Add(victim);
        Kills++;
        Say($"{victim.Name} killed");
        if (victim == market.Silo) await afterSiloDied();
    }

    private string Now => _clock.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";

    private void Say(string what) => _log.Add($"{Now,9} {what}");
}
