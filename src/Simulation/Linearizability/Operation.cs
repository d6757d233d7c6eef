namespace Cocoon.Simulation.Linearizability;

/// <summary>One call as its client saw it.</summary>
/// <param name="Client">Whose call it was; for people only.</param>
/// <param name="Call">What was asked.</param>
/// <param name="Start">When it was sent, in any unit that only grows.</param>
/// <param name="End">
/// When its reply came, in the same unit; null when none came. Then the call may take effect at any time after its start,
/// or never.
/// </param>
/// <param name="Reply">What was answered; null exactly when <paramref name="End"/> is.</param>
public sealed record Operation<TCall, TReply>(int Client, TCall Call, long Start, long? End, TReply? Reply)
    where TCall : notnull
    where TReply : class
{
    /// <summary>The call in one line.</summary>
    public override string ToString() => $"client {Client}: {Call} -> {(object?)Reply ?? "unknown"} [{Start}, {End?.ToString() ?? "?"}]";
}
