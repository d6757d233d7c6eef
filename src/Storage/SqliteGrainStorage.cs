using System.Text.Json;

namespace Cocoon.Storage;

/// <summary>Grain states as UTF-8 JSON in a <see cref="SqliteStore"/>. Thread-safe.</summary>
public sealed class SqliteGrainStorage(SqliteStore store, JsonSerializerOptions json) : RecordGrainStorage(store, json);
