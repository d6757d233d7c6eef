using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>A state as it is stored, written and read by the product's own storage.</summary>
internal static class StoredForm
{
    private static readonly JsonSerializerOptions Json = new SqliteStoreOptions().Json;

    public static JsonNode Write(object state) => JsonSerializer.SerializeToNode(state, state.GetType(), Json)!;

    public static object Read(string stateName, JsonNode stored) => stored.Deserialize(StoredTypes.All[stateName], Json)!;

    public static Task WriteTo(SqliteStore store, string stateName, GrainId grain, object state) =>
        Call<Task>(nameof(WriteAs), state.GetType(), store, stateName, grain, state);

    /// <summary>The record of a grain; null if the store has none.</summary>
    public static Task<object?> ReadFrom(SqliteStore store, string stateName, GrainId grain) =>
        Call<Task<object?>>(nameof(ReadAs), StoredTypes.All[stateName], store, stateName, grain);

    private static async Task WriteAs<T>(SqliteStore store, string stateName, GrainId grain, T state) =>
        await new SqliteGrainStorage(store, Json).WriteStateAsync(stateName, grain, new GrainState<T> { State = state });

    private static async Task<object?> ReadAs<T>(SqliteStore store, string stateName, GrainId grain)
    {
        var state = new GrainState<T>();
        await new SqliteGrainStorage(store, Json).ReadStateAsync(stateName, grain, state);
        return state.RecordExists ? state.State : null;
    }

    private static TResult Call<TResult>(string method, Type state, params object[] arguments) => (TResult)typeof(StoredForm)
        .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(state).Invoke(null, arguments)!;
}
