using System.Collections.Concurrent;
using Cocoon.Core.Accounts;

namespace Cocoon.Client;

/// <summary>
/// Forgets everything with the process. For tests and throw-away channels: after a crash the client knows only what the
/// market shows, and jobs that were running then are not paid. Thread-safe.
/// </summary>
public sealed class MemoryVoucherStore : IVoucherStore
{
    private readonly ConcurrentDictionary<AccountAddress, Journal> _open = new();

    /// <inheritdoc/>
    public IVoucherJournal Open(AccountAddress channel)
    {
        var journal = new Journal(() => _open.TryRemove(channel, out _));
        return _open.TryAdd(channel, journal)
            ? journal
            : throw new VoucherStoreException($"Channel {channel} is in use by another client of this process. Use one client for a channel.");
    }

    private sealed class Journal(Action close) : IVoucherJournal
    {
        public VoucherState State { get; private set; } = new();

        public void Save(VoucherState state) => State = state;

        public void Dispose() => close();
    }
}
