using System.Text.Json;

namespace Cocoon.Storage.Postgres;

/// <summary>Grain states as UTF-8 JSON in a <see cref="PostgresStore"/>. Thread-safe.</summary>
public sealed class PostgresGrainStorage(PostgresStore store, JsonSerializerOptions json) : RecordGrainStorage(store, json);
