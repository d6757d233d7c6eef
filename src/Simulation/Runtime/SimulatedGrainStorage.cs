using System.Globalization;
using Cocoon.LocalRuntime.State;
using Orleans.Storage;

namespace Cocoon.Simulation.Runtime;

/// <summary>One silo's way to the shared <see cref="Database"/>.</summary>
internal sealed class SimulatedGrainStorage(World world, Database database, Func<SimulatedHost> host) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        world.RequireThread();
        var read = new TaskCompletionSource();
        world.After(database.ReadLatency(), _ => Finish(stateName, grainId, grainState, read));
        return read.Task;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Start(stateName, grainId, grainState, grainState.State);

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Start(stateName, grainId, grainState, null);
        grainState.State = PersistentStateFactory.NewState<T>();
    }

    private Task Start<T>(string stateName, GrainId grainId, IGrainState<T> grainState, object? state)
    {
        var write = new PendingWrite<T>(database, host(), stateName, grainId, grainState, state);
        database.Start(write);
        return write.Done;
    }

    private void Finish<T>(string stateName, GrainId grainId, IGrainState<T> grainState, TaskCompletionSource read)
    {
        if (!host().IsAlive) return;
        if (database.ReadError() is { } error)
        {
            read.TrySetException(error);
            return;
        }

        var record = database.Find(stateName, grainId);
        grainState.State = record is null ? PersistentStateFactory.NewState<T>() : record.Reread<T>();
        grainState.ETag = record?.Version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = record is not null;
        read.TrySetResult();
    }
}
