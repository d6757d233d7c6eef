namespace Cocoon.Bench.Ledger.Postgres;

/// <summary>The smallest schema that Orleans' AdoNet storage works on: it looks its statements up by name and fills in named parameters.</summary>
internal static class PostgresSchema
{
    public const string Tables = """
        CREATE TABLE OrleansQuery (QueryKey varchar(64) PRIMARY KEY, QueryText text NOT NULL);
        CREATE TABLE OrleansStorage (
            GrainIdHash integer, GrainTypeHash integer, GrainIdN0 bigint, GrainIdN1 bigint,
            GrainTypeString text, GrainIdExtensionString text, ServiceId text,
            PayloadBinary bytea, Version integer NOT NULL,
            PRIMARY KEY (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId));
        """;

    private const string IsIt = """
        GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
        AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '') AND ServiceId = @ServiceId
        """;

    private const string IsUnchanged = $"{IsIt} AND Version = CAST(@GrainStateVersion AS integer)";

    /// <summary>A write that finds another version gives back the caller's own, by which Orleans knows that it did not take effect.</summary>
    private const string Write = $"""
        WITH changed AS (
            UPDATE OrleansStorage SET PayloadBinary = @PayloadBinary, Version = Version + 1 WHERE {IsUnchanged} RETURNING Version),
        made AS (
            INSERT INTO OrleansStorage
            SELECT @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainTypeString, coalesce(@GrainIdExtensionString, ''), @ServiceId, @PayloadBinary, 1
            WHERE CAST(@GrainStateVersion AS integer) IS NULL
            ON CONFLICT DO NOTHING RETURNING Version)
        SELECT coalesce((SELECT Version FROM changed), (SELECT Version FROM made), CAST(@GrainStateVersion AS integer)) AS NewGrainStateVersion
        """;

    public static readonly IReadOnlyDictionary<string, string> Queries = new Dictionary<string, string>
    {
        ["ReadFromStorageKey"] = $"SELECT PayloadBinary, Version FROM OrleansStorage WHERE {IsIt}",
        ["WriteToStorageKey"] = Write,
        ["ClearStorageKey"] = $"UPDATE OrleansStorage SET PayloadBinary = NULL, Version = Version + 1 WHERE {IsUnchanged} RETURNING Version AS NewGrainStateVersion",
        ["DeleteStorageKey"] = $"DELETE FROM OrleansStorage WHERE {IsUnchanged} RETURNING Version + 1 AS NewGrainStateVersion",
    };
}
