using System.Globalization;

namespace Cocoon.Simulation.Runtime;

/// <summary>One write of one silo, from the moment it is sent.</summary>
/// <param name="database">Where it goes.</param>
/// <param name="host">Whose it is; a dead one's write takes effect all the same.</param>
/// <param name="name">Name of the state.</param>
/// <param name="grain">Whose state.</param>
/// <param name="record">The grain's side, which gets the new version.</param>
/// <param name="state">What is written; null clears.</param>
internal sealed class PendingWrite<T>(Database database, SimulatedHost host, string name, GrainId grain, IGrainState<T> record, object? state) : IPendingWrite
{
    private readonly TaskCompletionSource _done = new();
    private readonly long? _expected = record.ETag is null ? null : long.Parse(record.ETag, CultureInfo.InvariantCulture);

    public Task Done => _done.Task;

    public string Name { get; } = name;

    public GrainId Grain { get; } = grain;

    public int Lane { get; } = host.LaneOf(grain);

    public bool IsOver { get; private set; }

    public void TakeEffect()
    {
        if (IsOver) return;
        IsOver = true;
        var error = database.Apply(this, state, _expected, out var version);
        if (!host.IsAlive) return;
        if (error is not null)
        {
            _done.TrySetException(error);
            return;
        }

        record.ETag = state is null ? null : version.ToString(CultureInfo.InvariantCulture);
        record.RecordExists = state is not null;
        _done.TrySetResult();
    }

    public void Break(bool tookEffect, Exception error)
    {
        IsOver = true;
        if (tookEffect) database.TrySet(this, state, _expected);
        if (host.IsAlive) _done.TrySetException(error);
    }
}
