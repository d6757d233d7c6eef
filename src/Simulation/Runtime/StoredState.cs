namespace Cocoon.Simulation.Runtime;

/// <summary>A record: an immutable state and its version.</summary>
internal sealed class StoredState(object state, long version)
{
    private object? _reread;

    public object State { get; } = state;

    public long Version { get; } = version;

    /// <summary>The state as the disk gives it back; states are immutable, so one copy serves all who read this version.</summary>
    public T Reread<T>() => (T)(_reread ??= Database.Reread<T>(State)!)!;
}
