using System.Numerics;
using System.Runtime.InteropServices;
using Cocoon.Simulation.Auditing;
using Cocoon.Simulation.Faults;

namespace Cocoon.Simulation.Tracing;

/// <summary>
/// What happened, in order: its hash, the last events, and all of them when they are to be written to a file. Not
/// thread-safe.
/// </summary>
internal sealed class Trace
{
    /// <summary>Events kept when not all are.</summary>
    public const int Kept = 200;

    private readonly Dictionary<string, int> _lanes = new(StringComparer.Ordinal);
    private readonly List<string> _laneNames = [];
    private readonly TraceEvent[] _last = new TraceEvent[Kept];
    private readonly List<TraceEvent>? _all;
    private ulong _hash = 14695981039346656037;

    public Trace(bool keepAll) => _all = keepAll ? [] : null;

    /// <summary>Now, in ticks of 100 ns.</summary>
    public long Time { get; set; }

    public long Count { get; private set; }

    /// <summary>Of all events so far: two runs with the same hash did the same.</summary>
    public ulong Hash => _hash;

    /// <summary>All events, or the last <see cref="Kept"/>.</summary>
    public IEnumerable<TraceEvent> Events
    {
        get
        {
            if (_all is not null) return _all;
            var first = Math.Max(0, Count - Kept);
            return Enumerable.Range(0, (int)(Count - first)).Select(i => _last[(first + i) % Kept]);
        }
    }

    public bool KeepsAll => _all is not null;

    public int Lane(string name)
    {
        ref var lane = ref CollectionsMarshal.GetValueRefOrAddDefault(_lanes, name, out var exists);
        if (!exists)
        {
            lane = _laneNames.Count;
            _laneNames.Add(name);
        }

        return lane;
    }

    public string LaneName(int lane) => lane < 0 ? "" : _laneNames[lane];

    public void Add(TraceKind kind, int lane, string text, long id = 0, int to = -1, FaultKind? fault = null, MoneyTotals? totals = null)
    {
        var traced = new TraceEvent(Time, kind, lane, to, id, text, fault, totals);
        _last[Count % Kept] = traced;
        _all?.Add(traced);
        Count++;
        Mix((ulong)Time);
        Mix((ulong)kind | ((ulong)(uint)lane << 8) | ((ulong)(uint)to << 40));
        Mix((ulong)id);
        // Lengths and ends of words tell enough apart, and hashing every letter of every event would cost more than the market.
        if (text.Length > 0) Mix((ulong)text.Length << 32 | (ulong)text[^1] << 16 | text[text.Length / 2]);
        if (fault is { } struck) Mix((ulong)struck + 1);
    }

    private void Mix(ulong value) => _hash = BitOperations.RotateLeft((_hash ^ value) * 0x9E3779B97F4A7C15, 29);
}
