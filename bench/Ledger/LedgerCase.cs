using Cocoon.Storage;

namespace Cocoon.Bench.Ledger;

/// <summary>One way to load the ledger.</summary>
/// <param name="Name">Its row's name.</param>
/// <param name="Channels">How many.</param>
/// <param name="Callers">On each channel, one call at a time each.</param>
/// <param name="WritesPerCommit">Most writes that the store puts into one transaction.</param>
internal sealed record LedgerCase(string Name, int Channels, int Callers, int WritesPerCommit = SqliteStore.DefaultWritesPerCommit);
