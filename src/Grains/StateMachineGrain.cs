namespace Cocoon.Grains;

/// <summary>
/// A grain around a pure state machine and one stored record (rules 1 to 5 of docs/grains.md). A transition decides on the
/// newest state, stored or not; nobody learns of the decision before it is stored.
/// </summary>
/// <remarks>
/// Where calls may interleave, this is a group commit: decisions taken while a write is under way go out together with the
/// next one, in the order they were taken. At most one write of the record is in flight. If a write fails, all that was
/// decided since the last good one is forgotten, its callers get the error, and the activation ends.
/// </remarks>
/// <param name="record">The grain's one record.</param>
public abstract class StateMachineGrain<TState>(IPersistentState<TState> record) : Grain where TState : class
{
    private TState? _stored;
    private TState? _newest;
    private Task? _writing;
    private Task? _next;

    /// <summary>The stored state. In a grain whose calls interleave, a decision may be on its way to replace it.</summary>
    protected TState State => _stored ?? record.State;

    /// <summary>Stores what a transition decides, or throws its refusal.</summary>
    /// <param name="decide">Pure; gets the newest state.</param>
    /// <returns>The state that was decided on or found, which is stored now.</returns>
    /// <exception cref="RefusedException">The transition refused.</exception>
    protected async Task<TState> Commit(Func<TState, Step<TState>> decide)
    {
        // After a failed write nothing here can be trusted: this throws that write's error until the activation has ended.
        if (_writing is { IsFaulted: true }) await _writing;
        _stored ??= record.State;
        var step = decide(_newest ?? _stored);
        if (step.Changed) _newest = step.State;
        // A refusal or a repeat may rest on a decision that is not stored yet, so it waits like all others.
        if (_newest is not null && !ReferenceEquals(_newest, State)) await Stored();
        return step.Refusal is { } refusal ? throw new RefusedException(refusal) : step.State;
    }

    /// <summary>Completes when everything decided so far is stored.</summary>
    private Task Stored() => _next ?? (_writing is { IsCompleted: false } writing ? _next = WriteAfter(writing) : _writing = Write());

    private async Task WriteAfter(Task writing)
    {
        await writing;
        _next = null;
        await (_writing = Write());
    }

    private async Task Write()
    {
        var state = _newest!;
        record.State = state;
        try
        {
            await record.WriteStateAsync();
            _stored = state;
        }
        catch
        {
            // Whether the write took effect is unknown, so no value here can be trusted: read again in a new activation.
            DeactivateOnIdle();
            throw;
        }
    }
}
