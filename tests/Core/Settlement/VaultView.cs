using System.Collections.Immutable;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>What a chain shows of the vault and its channels after one block. Channels and providers by number, amounts in nano.</summary>
internal sealed record VaultView
{
    public uint Seqno { get; init; }

    public uint WalletSeqno { get; init; }

    public HexBytes ReceiptRoot { get; init; }

    public HexBytes EarningsRoot { get; init; }

    public ImmutableDictionary<int, long> Guaranteed { get; init; } = ImmutableDictionary<int, long>.Empty;

    public ImmutableDictionary<int, long> Paid { get; init; } = ImmutableDictionary<int, long>.Empty;

    public ImmutableDictionary<int, long> Drawn { get; init; } = ImmutableDictionary<int, long>.Empty;

    public ImmutableDictionary<int, long> Claimed { get; init; } = ImmutableDictionary<int, long>.Empty;

    public ImmutableDictionary<int, DateTimeOffset> Closing { get; init; } = ImmutableDictionary<int, DateTimeOffset>.Empty;

    public ImmutableHashSet<int> Closed { get; init; } = [];

    /// <summary>What used up each seqno.</summary>
    public ImmutableDictionary<uint, (SeqnoUse Use, byte Transaction)> Uses { get; init; } = ImmutableDictionary<uint, (SeqnoUse, byte)>.Empty;
}
