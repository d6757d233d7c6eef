using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Orleans.Storage;

namespace Cocoon.Storage;

/// <summary>The table of grain states.</summary>
internal sealed class RecordRows(SqliteConnection connection, ETagCounter etags)
{
    private readonly SqliteCommand _read = connection.Command("SELECT etag, payload FROM grain_state WHERE state_name = $state AND grain_id = $grain", "$state", "$grain");
    private readonly SqliteCommand _list = connection.Command("SELECT grain_id, etag, payload FROM grain_state WHERE state_name = $state AND grain_id > $after ORDER BY grain_id LIMIT $limit", "$state", "$after", "$limit");
    private readonly SqliteCommand _insert = connection.Command("INSERT INTO grain_state (state_name, grain_id, etag, payload) VALUES ($state, $grain, $new, $payload) ON CONFLICT DO NOTHING", "$state", "$grain", "$new", "$payload");
    private readonly SqliteCommand _update = connection.Command("UPDATE grain_state SET etag = $new, payload = $payload WHERE state_name = $state AND grain_id = $grain AND etag = $etag", "$state", "$grain", "$new", "$payload", "$etag");
    private readonly SqliteCommand _delete = connection.Command("DELETE FROM grain_state WHERE state_name = $state AND grain_id = $grain AND etag = $etag", "$state", "$grain", "$etag");

    public StoredRecord? Read(string stateName, GrainId grainId)
    {
        using var rows = _read.With(stateName, grainId.ToString()).ExecuteReader();
        return rows.Read() ? new StoredRecord(stateName, grainId, rows.GetInt64(0), rows.GetFieldValue<byte[]>(1)) : null;
    }

    public List<StoredRecord> List(string stateName, string afterGrainId, int limit)
    {
        var found = new List<StoredRecord>();
        using var rows = _list.With(stateName, afterGrainId, limit).ExecuteReader();
        while (rows.Read()) found.Add(new StoredRecord(stateName, GrainId.Parse(rows.GetString(0)), rows.GetInt64(1), rows.GetFieldValue<byte[]>(2)));
        return found;
    }

    public long Write(string stateName, GrainId grainId, ReadOnlyMemory<byte> payload, long? etag)
    {
        var next = etags.Next();
        var bytes = MemoryMarshal.TryGetArray(payload, out var array) && array.Count == array.Array!.Length ? array.Array : payload.ToArray();
        var changed = etag is null
            ? _insert.With(stateName, grainId.ToString(), next, bytes).ExecuteNonQuery()
            : _update.With(stateName, grainId.ToString(), next, bytes, etag.Value).ExecuteNonQuery();
        return changed == 1 ? next : throw Conflict("write", stateName, grainId, etag);
    }

    public bool Clear(string stateName, GrainId grainId, long? etag)
    {
        if (etag is null && Read(stateName, grainId) is null) return false;
        if (etag is null || _delete.With(stateName, grainId.ToString(), etag.Value).ExecuteNonQuery() != 1) throw Conflict("clear", stateName, grainId, etag);
        return true;
    }

    private InconsistentStateException Conflict(string operation, string stateName, GrainId grainId, long? etag) => new(
        $"Could not {operation} '{stateName}' of {grainId}: the record changed since it was read.",
        Read(stateName, grainId)?.ETag.ToString(CultureInfo.InvariantCulture),
        etag?.ToString(CultureInfo.InvariantCulture));
}
