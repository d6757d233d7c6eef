using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Settlement;

/// <summary>The books of one settlement shard; <see cref="Settlements"/> has the transitions.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.settlement-state")]
public sealed record SettlementState
{
    [Id(0)] public ImmutableSortedDictionary<AccountAddress, ChannelTally> Channels { get; init; } = ImmutableSortedDictionary<AccountAddress, ChannelTally>.Empty;
    [Id(1)] public ImmutableSortedDictionary<AccountAddress, ProviderTally> Providers { get; init; } = ImmutableSortedDictionary<AccountAddress, ProviderTally>.Empty;

    /// <summary>Receipts taken and not yet in a batch, oldest first.</summary>
    [JsonConverter(typeof(ReceiptTableJsonConverter))]
    [Id(2)] public ImmutableList<ReceiptLine> Pending { get; init; } = [];

    /// <summary>The one batch on its way; the vault's sequence number allows no second.</summary>
    [Id(3)] public Batch? Open { get; init; }

    [Id(4)] public uint NextSeqno { get; init; }

    /// <summary>The market's share of all receipts taken, less the bonuses it gave out of it.</summary>
    [Id(5)] public Nano Fees { get; init; }

    /// <summary>Receipts taken since the beginning.</summary>
    [Id(6)] public long ReceiptCount { get; init; }

    /// <summary>Where books and chain differ now; while there is any, no batch is cut.</summary>
    [Id(7)] public ImmutableList<Difference> Differences { get; init; } = [];

    /// <summary>Differences that the operator has looked into and accepted; the same ones do not block again.</summary>
    [Id(8)] public ImmutableList<Difference> Accepted { get; init; } = [];

    /// <summary>Roots of the last confirmed batch; unset before the first.</summary>
    [Id(9)] public HexBytes LastReceiptRoot { get; init; }

    [Id(10)] public HexBytes LastEarningsRoot { get; init; }

    /// <summary>Draws that are on chain and not in the books, because they are not final; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(11)] public DrawSighting? Draws { get; init; }

    /// <summary>The hash of an epoch's reputations that goes, or went last, on chain; null for none, and in the record of every shard but the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(12)] public Anchor? Anchor { get; init; }

    /// <summary>Of all pay taken, what the market gave out of its fees.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Id(13)] public Nano Bonuses { get; init; }

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}
