using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Faults;

/// <summary>Faults as a plan and a seed have them. Counts what struck.</summary>
internal sealed class PlannedFaults : IFaults
{
    private readonly FaultPlan _plan;
    private readonly ulong _seed;
    private readonly Dice[] _decisions;
    private readonly double[] _rates;
    private readonly long[] _occasions = new long[FaultKinds.All.Count];
    private readonly List<FaultStrike> _strikes = [];

    public PlannedFaults(FaultPlan plan, ulong seed)
    {
        _plan = plan;
        _seed = seed;
        _decisions = [.. FaultKinds.All.Select(kind => Dice.For(seed, "fault", (ulong)kind))];
        _rates = [.. FaultKinds.All.Select(kind => plan.Rates.GetValueOrDefault(kind))];
    }

    /// <summary>All that struck so far, in order.</summary>
    public IReadOnlyList<FaultStrike> Strikes => _strikes;

    /// <summary>Called when a fault strikes.</summary>
    public Action<FaultStrike>? Struck { get; set; }

    /// <summary>From now on nothing goes wrong: the market has to recover.</summary>
    public bool IsOver { get; set; }

    public Dice? Strike(FaultKind kind)
    {
        if (IsOver) return null;
        var occasion = _occasions[(int)kind]++;
        var isHit = _plan.Only is { } only ? only.Contains(new FaultStrike(kind, occasion)) : _rates[(int)kind] > 0 && _decisions[(int)kind].Chance(_rates[(int)kind]);
        if (!isHit) return null;
        var strike = new FaultStrike(kind, occasion);
        _strikes.Add(strike);
        Struck?.Invoke(strike);
        return Dice.For(_seed, FaultKinds.Name(kind), (ulong)occasion);
    }
}
