using System.Text.Json;

namespace Cocoon.Storage;

/// <summary>Where the SQLite store is and how it writes states.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>
    /// The file. Missing folders are made. Beside it SQLite keeps a write-ahead log, "-wal", which belongs to it: copy or move
    /// both, or neither. Default: "cocoon.db" in the working folder.
    /// </summary>
    public string Path { get; set; } = "cocoon.db";

    /// <summary>How states become JSON. Stored states must stay readable for ever, so change this with care. Default: System.Text.Json's own.</summary>
    public JsonSerializerOptions Json { get; set; } = new();

    /// <summary>
    /// Whether opening checks the whole file for damage, which reads all of it (about a second per gigabyte). Default: yes.
    /// </summary>
    public bool CheckOnOpen { get; set; } = true;

    /// <summary>
    /// Most writes in one transaction, 1 or more. Writes that wait for the disk together go there together; 1 gives each its own
    /// trip, which is only good for measuring what that costs. Default: 1,024.
    /// </summary>
    public int MaxWritesPerCommit { get; set; } = SqliteStore.DefaultWritesPerCommit;
}
