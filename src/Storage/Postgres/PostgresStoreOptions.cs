using System.Text.Json;

namespace Cocoon.Storage.Postgres;

/// <summary>Where the ledger's database is and how it is written.</summary>
public sealed class PostgresStoreOptions : PostgresConnectionOptions
{
    /// <summary>How states become JSON. Stored states must stay readable for ever, so change this with care. Default: System.Text.Json's own.</summary>
    public JsonSerializerOptions Json { get; set; } = new();

    /// <summary>
    /// Connections that write, 1 to 16: while one waits for the disk, the next gathers. More give smaller groups, and more
    /// work for the server. Default: 2.
    /// </summary>
    public int Writers { get; set; } = 2;

    /// <summary>
    /// Most writes in one transaction, 1 or more. Writes that wait for the disk together go there together; 1 gives each its own
    /// trip, which is only good for measuring what that costs. Default: 512.
    /// </summary>
    public int MaxWritesPerCommit { get; set; } = 512;

    /// <summary>Payload at which a transaction is full, in bytes; one larger record is written alone. Default: 4 MiB.</summary>
    public int MaxBytesPerCommit { get; set; } = 4 * 1024 * 1024;

    /// <summary>Writes that may wait, 1 or more; who comes after that waits to be let in. Default: 8,192.</summary>
    public int MaxQueuedWrites { get; set; } = 8_192;

    /// <summary>
    /// How long reads, and writes that have not been sent, wait for a server that cannot be reached, such as one that restarts,
    /// before they fail. Shorter than the silo's response timeout, so that callers learn that nothing was written. Default: 10 seconds.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Accepts a server that acknowledges commits before they are on disk (fsync or synchronous_commit off). A crash then loses
    /// acknowledged receipts: for development only. Default: no.
    /// </summary>
    public bool AllowLossOnCrash { get; set; }
}
