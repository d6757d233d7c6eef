using System.Collections.Frozen;
using System.Numerics;
using Cocoon.Core.Accounts;
using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Economy;

/// <summary>
/// One market from its opening to the end of the simulated time: the product's own router, health, auto-pricing, charges and
/// standings under thousands of sellers and buyers. One thread, virtual time, one seed; the same seed does the same.
/// </summary>
internal sealed partial class MarketRun
{
    /// <summary>When virtual time begins.</summary>
    public static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly EconomyOptions _options;
    private readonly ModelLine[] _lines;
    private readonly Seller[] _sellers;
    private readonly Buyer[] _buyers;
    private readonly EventQueue _events = new();
    private readonly JobPool _jobs = new();
    private readonly Tally _tally;
    private readonly Dice _arrivals;
    private readonly Dice _lengths;
    private readonly Dice _machines;
    private readonly Dice _audits;
    private readonly DiceRandom _routing;
    private readonly FrozenSet<AccountAddress>?[] _denials;
    private readonly long _end;
    private readonly int _sample;
    private ulong _hash = 14695981039346656037;
    private long _now;

    private MarketRun(EconomyOptions options)
    {
        _options = options;
        (_lines, _sellers, _buyers) = Founding.Found(options);
        _end = (long)(options.Hours * 60 * Habits.Minute);
        (_arrivals, _lengths) = (Dice.For(options.Seed, "arrivals"), Dice.For(options.Seed, "jobs"));
        (_machines, _audits) = (Dice.For(options.Seed, "machines"), Dice.For(options.Seed, "audits"));
        _routing = new DiceRandom(Dice.For(options.Seed, "routing"));
        _denials = new FrozenSet<AccountAddress>?[options.Providers];
        _sample = options.Providers switch { > 5_000 => 32, > 1_000 => 8, _ => 1 };
        _tally = new Tally(_lines, _end);
        var period = (long)(options.SnapshotSeconds * Habits.Second);
        foreach (var line in _lines)
            line.Desks = [.. Enumerable.Range(0, options.Gateways).Select(gateway => new Desk(line, gateway, period, period * gateway / options.Gateways))];
    }

    /// <summary>Simulates a market.</summary>
    /// <param name="options">How large.</param>
    /// <param name="progress">Told the share that is done, now and then.</param>
    public static MarketReport Run(EconomyOptions options, Action<double>? progress = null)
    {
        var run = new MarketRun(options.Checked());
        run.Open();
        run.Live(progress);
        return run.Close();
    }

    public static DateTimeOffset TimeOf(long ticks) => Epoch.AddTicks(ticks);

    private void Open()
    {
        foreach (var line in _lines) _events.Add((long)_arrivals.Exponential(line.ArrivalTicks), EventKind.Arrival, line.Index);
        foreach (var seller in _sellers)
        {
            _lines[seller.Model].SlotsUp += seller.Offer.Slots;
            _events.Add((long)(_machines.Uniform() * Habits.Minute), EventKind.Reprice, seller.Index);
            _events.Add(UntilCrash(), EventKind.Crash, seller.Index);
        }

        _events.Add(Habits.Minute, EventKind.Sample, 0);
    }

    private void Live(Action<double>? progress)
    {
        while (_events.TryTake(out var time, out var kind, out var subject, out var version))
        {
            if (time >= _end) break;
            _now = time;
            Mix((ulong)time);
            Mix(((ulong)kind << 32) | (uint)subject);
            switch (kind)
            {
                case EventKind.Arrival: Arrive(_lines[subject]); break;
                case EventKind.BurstArrival: Ask(subject); break;
                case EventKind.JobEnd: EndJob(subject, version); break;
                case EventKind.Retry: TryAgain(subject, version); break;
                case EventKind.Drain: Drain(_lines[subject], version); break;
                case EventKind.Crash: Crash(_sellers[subject]); break;
                case EventKind.Return: Return(_sellers[subject]); break;
                case EventKind.Forgotten: Forget(_sellers[subject], version); break;
                case EventKind.Reprice: Reprice(_sellers[subject], version); break;
                default: Sample(progress); break;
            }
        }

        _now = _end;
    }

    private void Sample(Action<double>? progress)
    {
        _tally.Sample(_now, _lines, _sellers);
        progress?.Invoke((double)_now / _end);
        _events.Add(_now + Habits.Minute, EventKind.Sample, 0);
    }

    private void Mix(ulong value) => _hash = BitOperations.RotateLeft((_hash ^ value) * 0x9E3779B97F4A7C15, 29);
}
