using System.Runtime.CompilerServices;

namespace Cocoon.Core.Market;

/// <summary>A few rows of a table, all of one standing, drawn at random: every row of the best standing that was seen is as likely.</summary>
internal struct Shortlist
{
    private const int Capacity = 4;

    private Drawn _rows;
    private int _seen;
    private int _pinned;

    [InlineArray(Capacity)]
    private struct Drawn
    {
        private int _row;
    }

    public int Count { get; private set; }

    /// <summary>How good the rows are that it has.</summary>
    public RouteStanding Standing { get; private set; }

    public readonly bool IsComplete => Count == Capacity;

    public readonly bool Has(int row) => ((ReadOnlySpan<int>)_rows)[..Count].Contains(row);

    /// <summary>Adds a row that has a slot free.</summary>
    public void Draw(int row) => _rows[Count++] = row;

    /// <summary>Adds a row that stays, whatever else is seen.</summary>
    public void Pin(int row)
    {
        Draw(row);
        _pinned = 1;
    }

    /// <summary>Forgets what was drawn but the pinned row, to look at all rows instead.</summary>
    public void Restart()
    {
        Count = _pinned;
        _seen = 0;
    }

    /// <summary>Takes note of one row of many: worse ones are left aside, better ones replace all.</summary>
    public void See(int row, RouteStanding standing, Random random)
    {
        if (standing == RouteStanding.Unsuitable || (standing > Standing && Count > 0)) return;
        if (standing != Standing)
        {
            (Standing, Count, _seen, _pinned) = (standing, 0, 0, 0);
        }
        else if (Has(row))
        {
            return;
        }
        _seen++;
        // Reservoir sampling (Vitter's algorithm R).
        if (Count < Capacity) _rows[Count++] = row;
        else if (random.Next(_seen) is var place && place < Capacity - _pinned) _rows[_pinned + place] = row;
    }

    /// <summary>The better of the first two comes first, the others follow by their scores.</summary>
    public readonly RoutePick Rank(in RouteRules rules) => Rank(in rules, contenders: 2 + _pinned);

    /// <summary>All by their scores.</summary>
    public readonly RoutePick RankAll(in RouteRules rules) => Rank(in rules, contenders: Capacity);

    private readonly RoutePick Rank(in RouteRules rules, int contenders)
    {
        if (Count == 0) return default;
        var rows = _rows;
        Span<float> scores = stackalloc float[Capacity];
        for (var i = 0; i < Count; i++) scores[i] = rules.Score(rows[i]);
        for (var i = 1; i < Math.Min(Count, contenders); i++)
            if (scores[i] < scores[0]) Swap(0, i, ref rows, scores);
        for (var i = 1; i < Count - 1; i++)
            for (var j = i + 1; j < Count; j++)
                if (scores[j] < scores[i]) Swap(i, j, ref rows, scores);
        return new RoutePick(Math.Min(Count, Router.MaxCandidates), rows[0], rows[1], rows[2], Standing == RouteStanding.Free);
    }

    private static void Swap(int a, int b, ref Drawn rows, Span<float> scores)
    {
        (rows[a], rows[b]) = (rows[b], rows[a]);
        (scores[a], scores[b]) = (scores[b], scores[a]);
    }
}
