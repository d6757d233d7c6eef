namespace Cocoon.Grains;

/// <summary>
/// A grain around a pure state machine and one stored record. The record is written before anyone learns of a change
/// (rules 1 to 5 of docs/grains.md).
/// </summary>
/// <param name="record">The grain's one record.</param>
public abstract class StateMachineGrain<TState>(IPersistentState<TState> record) : Grain where TState : class
{
    protected TState State => record.State;

    /// <summary>Stores what a transition decided, or throws its refusal.</summary>
    /// <exception cref="RefusedException">The transition refused.</exception>
    protected async Task<TState> Commit(Step<TState> step)
    {
        if (step.Refusal is { } refusal) throw new RefusedException(refusal);
        if (!step.Changed) return step.State;
        var before = record.State;
        record.State = step.State;
        try
        {
            await record.WriteStateAsync();
        }
        catch
        {
            // Whether the write took effect is unknown, so neither value can be trusted: read again in a new activation.
            record.State = before;
            DeactivateOnIdle();
            throw;
        }
        return step.State;
    }
}
