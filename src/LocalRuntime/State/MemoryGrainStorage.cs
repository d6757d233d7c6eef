using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Cocoon.LocalRuntime.State;

/// <summary>Keeps records in memory as JSON, so that what a grain cannot store durably it cannot store here either. Thread-safe.</summary>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), Record> _records = new();

    // One counter for all records: a record that was cleared and written again never gets an ETag it had before.
    private long _lastETag;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = _records.GetValueOrDefault((stateName, grainId));
        grainState.State = record is null ? PersistentStateFactory.NewState<T>() : JsonSerializer.Deserialize<T>(record.Json);
        grainState.ETag = record?.ETag;
        grainState.RecordExists = record is not null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var old = _records.GetValueOrDefault(key);
        Require(old?.ETag == grainState.ETag, "write", key, old, grainState.ETag);
        var etag = Interlocked.Increment(ref _lastETag).ToString(CultureInfo.InvariantCulture);
        var record = new Record(JsonSerializer.SerializeToUtf8Bytes(grainState.State), etag);
        Require(old is null ? _records.TryAdd(key, record) : _records.TryUpdate(key, record, old), "write", key, old, grainState.ETag);
        grainState.ETag = record.ETag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var old = _records.GetValueOrDefault(key);
        Require(old?.ETag == grainState.ETag, "clear", key, old, grainState.ETag);
        if (old is not null) Require(_records.TryRemove(new(key, old)), "clear", key, old, grainState.ETag);
        grainState.State = PersistentStateFactory.NewState<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static void Require(bool condition, string operation, (string Name, GrainId Grain) key, Record? stored, string? current)
    {
        if (!condition)
            throw new InconsistentStateException($"Could not {operation} '{key.Name}' of {key.Grain}: the record changed meanwhile.", stored?.ETag, current);
    }

    private sealed record Record(byte[] Json, string ETag);
}
