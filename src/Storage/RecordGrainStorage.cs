using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Orleans.Storage;

namespace Cocoon.Storage;

/// <summary>Grain states as UTF-8 JSON in a store of records. Thread-safe.</summary>
public abstract class RecordGrainStorage(IRecordStore store, JsonSerializerOptions json) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var record = await store.Read(stateName, grainId, cancellationToken);
        grainState.State = record is null ? NewState<T>() : Deserialize<T>(record, json);
        grainState.ETag = record?.ETag.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = record is not null;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        // Serialised here, in the grain's turn: what is written is the state of this moment.
        var payload = JsonSerializer.SerializeToUtf8Bytes(grainState.State, json);
        var etag = await store.Write(stateName, grainId, payload, Parse(grainState.ETag), cancellationToken);
        grainState.ETag = etag.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        await store.Clear(stateName, grainId, Parse(grainState.ETag), cancellationToken);
        grainState.State = NewState<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    internal static T? Deserialize<T>(StoredRecord record, JsonSerializerOptions json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(record.Payload.Span, json);
        }
        catch (JsonException exception)
        {
            throw new StoreException($"The stored '{record.StateName}' of {record.GrainId} cannot be read as {typeof(T).Name}: {exception.Message}", exception);
        }
    }

    private static long? Parse(string? etag) => etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture);

    private static T NewState<T>() =>
        typeof(T).IsValueType ? default!
        : typeof(T).GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance<T>()
        : (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
}
