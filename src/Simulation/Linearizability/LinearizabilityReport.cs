using System.Collections.Immutable;
using System.Text;

namespace Cocoon.Simulation.Linearizability;

/// <summary>The result of <see cref="LinearizabilityChecker"/>, with what a person needs to see why.</summary>
/// <param name="Verdict">The result.</param>
/// <param name="Order">An order that explains the history; of one that has none, the longest beginning that was found.</param>
/// <param name="Stuck">Calls none of which can come next after <paramref name="Order"/>; empty when linearizable.</param>
/// <param name="Steps">Calls tried.</param>
public sealed record LinearizabilityReport<TCall, TReply>(
    Verdict Verdict, ImmutableArray<Operation<TCall, TReply>> Order, ImmutableArray<Operation<TCall, TReply>> Stuck, long Steps)
    where TCall : notnull
    where TReply : class
{
    private const int ShownBefore = 10;

    /// <summary>The verdict, the last calls that could be explained, and those that could not.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Verdict} after {Steps} steps; {Order.Length} calls in order");
        if (Verdict == Verdict.Linearizable) return text.ToString();
        foreach (var operation in Order.Skip(Order.Length - ShownBefore)) text.Append($"\n  {operation}");
        foreach (var operation in Stuck) text.Append($"\n  cannot be next: {operation}");
        return text.ToString();
    }
}
