using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

/// <summary>The books of one settlement shard; <see cref="Settlements"/> has the transitions.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.settlement-state")]
public sealed record SettlementState
{
    [Id(0)] public ImmutableSortedDictionary<AccountAddress, ChannelTally> Channels { get; init; } = ImmutableSortedDictionary<AccountAddress, ChannelTally>.Empty;
    [Id(1)] public ImmutableSortedDictionary<AccountAddress, ProviderTally> Providers { get; init; } = ImmutableSortedDictionary<AccountAddress, ProviderTally>.Empty;

    /// <summary>Receipts taken and not yet in a batch, oldest first.</summary>
    [Id(2)] public ImmutableList<ReceiptLine> Pending { get; init; } = [];

    /// <summary>The one batch on its way; the vault's sequence number allows no second.</summary>
    [Id(3)] public Batch? Open { get; init; }

    [Id(4)] public uint NextSeqno { get; init; }

    /// <summary>The market's share of all receipts taken.</summary>
    [Id(5)] public Nano Fees { get; init; }

    /// <summary>Receipts taken since the beginning.</summary>
    [Id(6)] public long ReceiptCount { get; init; }
}
