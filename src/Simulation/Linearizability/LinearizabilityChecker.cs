namespace Cocoon.Simulation.Linearizability;

/// <summary>
/// Tells whether a history of concurrent calls could have come from calls that took effect one at a time, each between its
/// start and its end. The search of Wing and Gong ("Testing and verifying concurrent objects", 1993) with the memory of
/// Lowe ("Testing for linearizability", 2017): a set of calls that led to the same state before is not tried again.
/// Pure; thread-safe.
/// </summary>
/// <remarks>
/// A call precedes another only when it ended strictly before the other's start: times that are equal say nothing. The
/// search is exponential at worst, in the number of calls that are under way together and of those without a reply, not in
/// the length of the history.
/// </remarks>
public static class LinearizabilityChecker
{
    /// <summary>Steps after which a search is given up, unless told otherwise: some seconds.</summary>
    public const long DefaultMaxSteps = 5_000_000;

    /// <param name="specification">What the object should do.</param>
    /// <param name="history">All calls, in any order.</param>
    /// <param name="maxSteps">Calls to try at most before the answer is <see cref="Verdict.Undecided"/>.</param>
    /// <exception cref="ArgumentException">An operation ends before it starts, or has a reply but no end, or an end but no reply.</exception>
    public static LinearizabilityReport<TCall, TReply> Check<TState, TCall, TReply>(
        ISequentialSpecification<TState, TCall, TReply> specification, IReadOnlyCollection<Operation<TCall, TReply>> history, long maxSteps = DefaultMaxSteps)
        where TState : IEquatable<TState>
        where TCall : notnull
        where TReply : class
    {
        foreach (var operation in history)
        {
            if (operation.End < operation.Start || operation.End is null != operation.Reply is null)
                throw new ArgumentException($"Not an operation: {operation}. It ends after its start, with a reply, or not at all.", nameof(history));
        }
        // Few lost calls in a row explain nearly all histories, and are quickly tried.
        var steps = 0L;
        for (var maxRun = 1; ; maxRun *= 2)
        {
            var search = new LinearizabilitySearch<TState, TCall, TReply>(specification, history, maxRun);
            var report = search.Run(maxSteps - steps);
            steps += report.Steps;
            if (report.Verdict != Verdict.NotLinearizable || !search.WasCut) return report with { Steps = steps };
        }
    }
}
