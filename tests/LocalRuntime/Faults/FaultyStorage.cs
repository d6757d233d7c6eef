using Orleans.Storage;

namespace Cocoon.LocalRuntime.Tests.Faults;

/// <summary>Another storage with the <see cref="StorageFaults"/> that tests order.</summary>
internal sealed class FaultyStorage(IGrainStorage storage) : IGrainStorage
{
    public const string Name = "faulty";

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run("read", grainId, () => storage.ReadStateAsync(stateName, grainId, grainState));

    /// <summary>Where the answer is lost, so is the new ETag in it.</summary>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var sent = new GrainState<T> { State = grainState.State, ETag = grainState.ETag, RecordExists = grainState.RecordExists };
        await Run("write", grainId, () => storage.WriteStateAsync(stateName, grainId, sent));
        (grainState.ETag, grainState.RecordExists) = (sent.ETag, sent.RecordExists);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var sent = new GrainState<T> { State = grainState.State, ETag = grainState.ETag, RecordExists = grainState.RecordExists };
        await Run("clear", grainId, () => storage.ClearStateAsync(stateName, grainId, sent));
        (grainState.State, grainState.ETag, grainState.RecordExists) = (sent.State, sent.ETag, sent.RecordExists);
    }

    private static async Task Run(string operation, GrainId grainId, Func<Task> run)
    {
        var fault = StorageFaults.Take(grainId.Key.ToString()!, operation);
        if (fault == StorageFault.Refused) throw new IOException("The disk is gone.");
        await run();
        if (fault == StorageFault.AnswerLost) throw new IOException("The line is gone.");
    }
}
