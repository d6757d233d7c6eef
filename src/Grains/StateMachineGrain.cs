using Orleans.Storage;

namespace Cocoon.Grains;

/// <summary>
/// A grain around a pure state machine and one stored record (rules 1 to 5 of docs/grains.md). A transition decides on the
/// newest state, stored or not; nobody learns of the decision before it is stored.
/// </summary>
/// <remarks>
/// Where calls may interleave, this is a group commit: decisions taken while a write is under way go out together with the
/// next one, in the order they were taken. At most one write of the record is in flight. If a write fails, all that was
/// decided since the last good one is forgotten, its callers get the error, and the activation ends.
/// <para>
/// A cluster that has lost sight of a silo may have a grain live twice for a while. Writes find that out by themselves; so
/// that an activation which only reads does too, what it knows is read again once it is older than <see cref="MaxAge"/>.
/// </para>
/// </remarks>
/// <param name="record">The grain's one record.</param>
/// <param name="time">Tells how old the state is.</param>
public abstract class StateMachineGrain<TState>(IPersistentState<TState> record, TimeProvider time) : Grain where TState : class
{
    /// <summary>How long what was read or written counts as the present.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    private TState? _stored;
    private TState? _newest;
    private Task? _writing;
    private Task? _next;
    private long _syncedAt = time.GetTimestamp();

    protected TimeProvider Time { get; } = time;

    /// <summary>The stored state. In a grain whose calls interleave, a decision may be on its way to replace it.</summary>
    protected TState State => _stored ?? record.State;

    /// <summary>Reads the record again if what is known of it is too old to answer with.</summary>
    protected Task Refresh() => _writing is { IsCompleted: false } || Time.GetElapsedTime(_syncedAt) < MaxAge ? Task.CompletedTask : Reread();

    /// <summary>Reads the record again, because something cannot be if what is known of it is true.</summary>
    protected async Task Reread()
    {
        while (_writing is { IsCompleted: false } writing) await writing;
        // In the place of a write: what is decided meanwhile is written after it.
        await (_writing = Read());
        ForgetDone();
    }

    /// <summary>Stores what a transition decides, or throws its refusal.</summary>
    /// <param name="decide">Pure; gets the newest state.</param>
    /// <returns>The state that was decided on or found, which is stored now.</returns>
    /// <exception cref="RefusedException">The transition refused.</exception>
    protected async Task<TState> Commit(Func<TState, Step<TState>> decide)
    {
        // After a failed write nothing here can be trusted: this throws that write's error until the activation has ended.
        if (_writing is { IsFaulted: true }) await _writing;
        await Refresh();
        _stored ??= record.State;
        var step = decide(_newest ?? _stored);
        if (step.Changed) _newest = step.State;
        // A refusal or a repeat may rest on a decision that is not stored yet, so it waits like all others.
        if (_newest is not null && !ReferenceEquals(_newest, State)) await Stored();
        ForgetDone();
        return step.Refusal is { } refusal ? throw new RefusedException(refusal) : step.State;
    }

    /// <summary>Completes when everything decided so far is stored.</summary>
    private Task Stored() => _next ?? (_writing is { IsCompleted: false } writing ? _next = WriteAfter(writing) : _writing = Write());

    /// <summary>A good write or read that is over says no more than none, and an idle grain need not keep what it left behind.</summary>
    private void ForgetDone()
    {
        if (_writing is { IsCompletedSuccessfully: true }) _writing = null;
    }

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
            _syncedAt = Time.GetTimestamp();
        }
        catch
        {
            // Whether the write took effect is unknown, so no value here can be trusted: read again in a new activation.
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task Read()
    {
        var (known, etag) = (State, record.Etag);
        try
        {
            await record.ReadStateAsync();
            var isDecided = _newest is not null && !ReferenceEquals(_newest, known);
            // What was decided on a state that is no longer the stored one must not be written over it.
            if (record.Etag != etag && isDecided) throw new InconsistentStateException($"Another activation wrote the record of {this.GetGrainId()}.");
            _stored = record.State;
            if (!isDecided) _newest = _stored;
            _syncedAt = Time.GetTimestamp();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
