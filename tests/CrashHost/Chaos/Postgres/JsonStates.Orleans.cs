using System.Text.Json;
using Cocoon.Storage;
using Orleans.Storage;

namespace Cocoon.CrashHost.Chaos.Postgres;

/// <summary>Grain states as the JSON that the SQLite store keeps, so that whoever reads one can read the other.</summary>
internal sealed class JsonStates : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions Json = new SqliteStoreOptions().Json;

    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Json));

    public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span, Json)!;
}
