using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.Grains.Events;

/// <summary>
/// Something that happened, for the people who run the market. Told after it is stored, so what is told is true; not stored
/// itself, so some of it may never be told. Never holds a prompt, an answer or a key.
/// </summary>
[GenerateSerializer, Immutable, Alias("cocoon.market-event")]
public sealed record MarketEvent
{
    [Id(0)] public required MarketEventKind Kind { get; init; }
    [Id(1)] public required DateTimeOffset At { get; init; }
    [Id(2)] public JobId? Job { get; init; }
    [Id(3)] public AccountAddress? Channel { get; init; }

    /// <summary>The provider's wallet.</summary>
    [Id(4)] public AccountAddress? Provider { get; init; }

    [Id(5)] public string? Model { get; init; }

    /// <summary>Money, as <see cref="MarketEventKind"/> says.</summary>
    [Id(6)] public Nano Amount { get; init; }

    /// <summary>The market's part of <see cref="Amount"/>, less what it gives of it as a bonus.</summary>
    [Id(7)] public Nano Fee { get; init; }

    [Id(8)] public TokenCounts Tokens { get; init; }

    /// <summary>A duration, where the kind has one.</summary>
    [Id(9)] public TimeSpan? Elapsed { get; init; }

    /// <summary>Settlement shard of a batch.</summary>
    [Id(10)] public int? Shard { get; init; }

    /// <summary>The batch's id within its shard.</summary>
    [Id(11)] public uint? Seqno { get; init; }

    /// <summary>How many things this is about, where the kind counts any.</summary>
    [Id(12)] public int Count { get; init; }

    /// <summary>Why something failed.</summary>
    [Id(13)] public RefusalCode Code { get; init; }

    /// <summary>Of <see cref="Elapsed"/>, the time to the first token; null where there was none.</summary>
    [Id(14)] public TimeSpan? ToFirstToken { get; init; }

    /// <summary>Of <see cref="Amount"/>, what the provider gets out of the market's part.</summary>
    [Id(15)] public Nano Bonus { get; init; }
}
