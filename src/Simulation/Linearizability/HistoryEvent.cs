namespace Cocoon.Simulation.Linearizability;

/// <summary>The start or the end of a call, in a list that the search takes calls out of and puts them back into.</summary>
internal sealed class HistoryEvent<TCall, TReply>(Operation<TCall, TReply>? operation, int number, long time)
    where TCall : notnull
    where TReply : class
{
    /// <summary>Null at the head of a list only.</summary>
    public Operation<TCall, TReply>? Operation { get; } = operation;

    /// <summary>The call's number in the history.</summary>
    public int Number { get; } = number;

    public long Time { get; } = time;

    /// <summary>The end of the same call; null when this is an end, or the call has none.</summary>
    public HistoryEvent<TCall, TReply>? End { get; init; }

    /// <summary>False for an end.</summary>
    public bool IsStart { get; init; }

    public HistoryEvent<TCall, TReply>? After { get; private set; }

    private HistoryEvent<TCall, TReply>? Before { get; set; }

    public void InsertAfter(HistoryEvent<TCall, TReply> before)
    {
        (Before, After) = (before, before.After);
        PutBack();
    }

    /// <summary>Takes this event out of its list; it remembers its place.</summary>
    public void TakeOut()
    {
        if (Before is not null) Before.After = After;
        if (After is not null) After.Before = Before;
    }

    /// <summary>Undoes <see cref="TakeOut"/>; in reverse order when several were taken out.</summary>
    public void PutBack()
    {
        if (Before is not null) Before.After = this;
        if (After is not null) After.Before = this;
    }
}
