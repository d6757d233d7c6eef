using System.Collections.Immutable;

namespace Cocoon.Simulation.Linearizability;

/// <summary>
/// One search: a depth-first walk over the orders that the times allow. A call without a reply is put as late as it can be,
/// right before the answered call that needs it; so only runs of such calls that are needed multiply the orders.
/// </summary>
internal sealed class LinearizabilitySearch<TState, TCall, TReply>
    where TState : IEquatable<TState>
    where TCall : notnull
    where TReply : class
{
    private readonly ISequentialSpecification<TState, TCall, TReply> _specification;
    private readonly int _maxRun;
    private readonly List<(HistoryEvent<TCall, TReply> Start, TState Before)> _taken = [];
    private readonly HashSet<(CallSet Taken, TState State)> _seen = [];
    private readonly CallSet _set;

    /// <summary>Starts and ends of calls with a reply, in time order.</summary>
    private readonly HistoryEvent<TCall, TReply> _answered = new(null, -1, long.MinValue);

    /// <summary>Starts of calls without one, in time order. A list of their own, because they are tried last.</summary>
    private readonly HistoryEvent<TCall, TReply> _unanswered = new(null, -1, long.MinValue);

    private int _replies;
    private int _run;
    private ImmutableArray<Operation<TCall, TReply>> _longest = [];
    private ImmutableArray<Operation<TCall, TReply>> _stuck = [];

    /// <param name="specification">What the object should do.</param>
    /// <param name="history">All calls.</param>
    /// <param name="maxRun">Calls without a reply that may take effect in a row.</param>
    public LinearizabilitySearch(ISequentialSpecification<TState, TCall, TReply> specification, IReadOnlyCollection<Operation<TCall, TReply>> history, int maxRun)
    {
        _specification = specification;
        _maxRun = maxRun;
        _set = new CallSet(history.Count);
        _replies = history.Count(operation => operation.End is not null);
        var numbered = history.Index().ToList();
        Fill(_answered, numbered.Where(entry => entry.Item.End is not null));
        Fill(_unanswered, numbered.Where(entry => entry.Item.End is null));
    }

    /// <summary>Whether a longer run might have led further.</summary>
    public bool WasCut { get; private set; }

    public LinearizabilityReport<TCall, TReply> Run(long maxSteps)
    {
        var state = _specification.Beginning;
        var candidate = First();
        for (var steps = 0L; ; steps++)
        {
            if (_replies == 0) return new(Verdict.Linearizable, Order(), [], steps);
            if (steps >= maxSteps) return new(Verdict.Undecided, _longest, _stuck, steps);
            if (candidate is not null)
            {
                candidate = TryTake(candidate, ref state) ? First() : Next(candidate);
                continue;
            }
            Remember();
            if (_taken.Count == 0) return new(Verdict.NotLinearizable, _longest, _stuck, steps);
            candidate = Next(PutBack(ref state));
        }
    }

    /// <summary>The first call that may take effect next.</summary>
    private HistoryEvent<TCall, TReply>? First() => _answered.After is { IsStart: true } first ? first : FirstUnanswered();

    /// <summary>The one to try after <paramref name="start"/>: those that started before any call that is left has ended.</summary>
    private HistoryEvent<TCall, TReply>? Next(HistoryEvent<TCall, TReply> start)
    {
        if (start.End is null) return InTime(start.After);
        return start.After is { IsStart: true } next ? next : FirstUnanswered();
    }

    private HistoryEvent<TCall, TReply>? FirstUnanswered() => InTime(_unanswered.After);

    private HistoryEvent<TCall, TReply>? InTime(HistoryEvent<TCall, TReply>? unanswered)
    {
        if (unanswered is null) return null;
        var end = _answered.After;
        while (end is { IsStart: true }) end = end.After;
        return end is null || unanswered.Time <= end.Time ? unanswered : null;
    }

    /// <summary>Lets a call take effect next, unless its reply does not fit, or another order that is tried too makes up for it.</summary>
    private bool TryTake(HistoryEvent<TCall, TReply> start, ref TState state)
    {
        var (after, reply) = _specification.Apply(state, start.Operation!.Call);
        if (!(start.End is null ? MayRun(start, after, state) : MayAnswer(start, after, reply))) return false;
        _set.Flip(start.Number);
        if (start.End is not null && !_seen.Add((_set.Copy(), after)))
        {
            _set.Flip(start.Number);
            return false;
        }
        _taken.Add((start, state));
        state = after;
        start.TakeOut();
        start.End?.TakeOut();
        _run = start.End is null ? _run + 1 : 0;
        if (start.End is not null) _replies--;
        return true;
    }

    private HistoryEvent<TCall, TReply> PutBack(ref TState state)
    {
        var (start, before) = _taken[^1];
        _taken.RemoveAt(_taken.Count - 1);
        state = before;
        _set.Flip(start.Number);
        if (start.End is not null) _replies++;
        start.End?.PutBack();
        start.PutBack();
        _run = 0;
        while (_run < _taken.Count && _taken[^(_run + 1)].Start.End is null) _run++;
        return start;
    }

    /// <summary>The reply fits, and no call of the run before it could as well come after it.</summary>
    private bool MayAnswer(HistoryEvent<TCall, TReply> start, TState after, TReply reply)
    {
        if (!start.Operation!.Reply!.Equals(reply)) return false;
        for (var i = _taken.Count - _run; i < _taken.Count; i++)
            if (CanWait(i, start.Operation, after)) return false;
        return true;
    }

    private bool CanWait(int taken, Operation<TCall, TReply> answered, TState after)
    {
        var state = _taken[taken].Before;
        for (var i = taken + 1; i < _taken.Count; i++) state = After(state, i);
        var (then, reply) = _specification.Apply(state, answered.Call);
        return answered.Reply!.Equals(reply) && After(then, taken).Equals(after);
    }

    /// <summary>A call without a reply changes something, and of two that could change places the lower number comes first.</summary>
    private bool MayRun(HistoryEvent<TCall, TReply> start, TState after, TState state)
    {
        if (after.Equals(state)) return false;
        if (_run > 0 && _taken[^1].Start.Number > start.Number)
        {
            var other = _specification.Apply(_taken[^1].Before, start.Operation!.Call).After;
            if (After(other, _taken.Count - 1).Equals(after)) return false;
        }
        WasCut |= _run == _maxRun;
        return _run < _maxRun;
    }

    private TState After(TState state, int taken) => _specification.Apply(state, _taken[taken].Start.Operation!.Call).After;

    /// <summary>Keeps the longest order so far, and the calls that were under way after it.</summary>
    private void Remember()
    {
        if (_taken.Count < _longest.Length || (_taken.Count == _longest.Length && !_stuck.IsEmpty)) return;
        _longest = Order();
        var stuck = ImmutableArray.CreateBuilder<Operation<TCall, TReply>>();
        for (var next = First(); next is not null; next = Next(next)) stuck.Add(next.Operation!);
        _stuck = stuck.ToImmutable();
    }

    private ImmutableArray<Operation<TCall, TReply>> Order() => [.. _taken.Select(taken => taken.Start.Operation!)];

    /// <summary>Starts and ends by time; at one time starts come first, so that equal times order nothing.</summary>
    private static void Fill(HistoryEvent<TCall, TReply> head, IEnumerable<(int Number, Operation<TCall, TReply> Operation)> operations)
    {
        var events = new List<HistoryEvent<TCall, TReply>>();
        foreach (var (number, operation) in operations)
        {
            var end = operation.End is { } time ? new HistoryEvent<TCall, TReply>(operation, number, time) : null;
            events.Add(new HistoryEvent<TCall, TReply>(operation, number, operation.Start) { IsStart = true, End = end });
            if (end is not null) events.Add(end);
        }
        var last = head;
        // By number too, so that the same history always gives the same report.
        foreach (var next in events.OrderBy(entry => entry.Time).ThenBy(entry => !entry.IsStart).ThenBy(entry => entry.Number))
        {
            next.InsertAfter(last);
            last = next;
        }
    }
}
