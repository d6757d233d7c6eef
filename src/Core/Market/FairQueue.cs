using System.Diagnostics.CodeAnalysis;
using Cocoon.Core.Accounts;

namespace Cocoon.Core.Market;

/// <summary>
/// A queue in which accounts take turns, however much each of them puts in (start-time fair queueing with one unit for each
/// request): who floods it waits longer, and nobody else does by more than one turn for each account. Within an account the
/// priority decides, then the deadline, then the order. Bounded for each account and in all. Not thread-safe.
/// </summary>
/// <param name="most">Places in all.</param>
/// <param name="mostPerAccount">Places of one account.</param>
public sealed class FairQueue<T>(int most, int mostPerAccount)
{
    private readonly Dictionary<AccountAddress, Line> _lines = [];
    private readonly SortedSet<Line> _waiting = new(Line.ByTurn);
    private long _order;
    private long _now;

    /// <summary>Places taken.</summary>
    public int Count { get; private set; }

    /// <returns>The place; null when the queue, or the account's part of it, is full.</returns>
    public FairTicket<T>? TryAdd(AccountAddress account, int priority, DateTimeOffset deadline, T item)
    {
        if (Count >= most || (_lines.TryGetValue(account, out var known) && known.Tickets.Count >= mostPerAccount)) return null;
        var ticket = new FairTicket<T>(account, priority, deadline, ++_order, item);
        Insert(ticket);
        return ticket;
    }

    /// <summary>Takes the next one that can be served; those whose turn it is and that cannot be keep their turn.</summary>
    /// <param name="now">Tickets past their deadline are passed over.</param>
    /// <param name="suits">Whether there is anything for it.</param>
    /// <param name="taken">Its ticket.</param>
    public bool TryTake(DateTimeOffset now, Func<T, bool> suits, [NotNullWhen(true)] out FairTicket<T>? taken)
    {
        taken = _waiting.SelectMany(static line => line.Tickets).FirstOrDefault(ticket => ticket.Deadline > now && suits(ticket.Item));
        if (taken is null) return false;
        var line = _lines[taken.Account];
        _now = Math.Max(_now, line.Turn);
        Take(line, taken, line.Turn + 1);
        return true;
    }

    /// <summary>What was taken could not be served after all: it gets its place back, and its account the turn.</summary>
    public void PutBack(FairTicket<T> ticket)
    {
        Insert(ticket);
        var line = _lines[ticket.Account];
        _waiting.Remove(line);
        line.Turn--;
        _waiting.Add(line);
    }

    /// <returns>False when it was taken before.</returns>
    public bool Remove(FairTicket<T> ticket)
    {
        if (!_lines.TryGetValue(ticket.Account, out var line) || !line.Tickets.Contains(ticket)) return false;
        Take(line, ticket, line.Turn);
        return true;
    }

    /// <summary>Takes out all whose deadline has passed.</summary>
    public IReadOnlyList<FairTicket<T>> Expire(DateTimeOffset now)
    {
        var expired = _waiting.SelectMany(static line => line.Tickets).Where(ticket => ticket.Deadline <= now).ToList();
        foreach (var ticket in expired) Remove(ticket);
        return expired;
    }

    private void Insert(FairTicket<T> ticket)
    {
        if (!_lines.TryGetValue(ticket.Account, out var line)) _lines[ticket.Account] = line = new Line();
        if (line.Tickets.Count == 0)
        {
            // Who was away has saved nothing up, and who has just been served does not come first again.
            (line.Turn, line.Since) = (Math.Max(_now, line.Turn), ++_order);
            _waiting.Add(line);
        }
        line.Tickets.Add(ticket);
        Count++;
    }

    private void Take(Line line, FairTicket<T> ticket, long turn)
    {
        _waiting.Remove(line);
        line.Tickets.Remove(ticket);
        Count--;
        line.Turn = turn;
        if (line.Tickets.Count > 0) _waiting.Add(line);
        else if (_lines.Count > 2 * most) ForgetIdle();
    }

    /// <summary>Of accounts that wait for nothing only a turn yet to come matters.</summary>
    private void ForgetIdle()
    {
        foreach (var idle in _lines.Where(entry => entry.Value.Tickets.Count == 0 && entry.Value.Turn <= _now).ToList()) _lines.Remove(idle.Key);
    }

    private sealed class Line
    {
        public static readonly IComparer<Line> ByTurn = Comparer<Line>.Create(static (a, b) =>
            a.Turn.CompareTo(b.Turn) is not 0 and var turn ? turn : a.Since.CompareTo(b.Since));

        public SortedSet<FairTicket<T>> Tickets { get; } = new(FairTicket<T>.ByTurn);

        public long Turn { get; set; }

        /// <summary>Whoever waits longer comes first among those with the same turn.</summary>
        public long Since { get; set; }
    }
}
