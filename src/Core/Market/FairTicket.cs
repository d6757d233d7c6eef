using Cocoon.Core.Accounts;

namespace Cocoon.Core.Market;

/// <summary>A place in a <see cref="FairQueue{T}"/>.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Priority">More comes first among those of its account.</param>
/// <param name="Deadline">Worthless from then on; the sooner comes first among those of its account and priority.</param>
/// <param name="Order">The earlier comes first where all else is the same.</param>
/// <param name="Item">What waits.</param>
public sealed record FairTicket<T>(AccountAddress Account, int Priority, DateTimeOffset Deadline, long Order, T Item)
{
    internal static readonly IComparer<FairTicket<T>> ByTurn = Comparer<FairTicket<T>>.Create(static (a, b) =>
        b.Priority.CompareTo(a.Priority) is not 0 and var priority ? priority
        : a.Deadline.CompareTo(b.Deadline) is not 0 and var deadline ? deadline
        : a.Order.CompareTo(b.Order));
}
