using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Audits;

/// <summary>One dispute about one job; <see cref="Dispute"/> has the transitions. Holds hashes and signatures, no text.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.dispute-state")]
public sealed record DisputeState
{
    [Id(0)] public DisputePhase Phase { get; init; }

    /// <summary>What the provider was paid for; null while there is no dispute.</summary>
    [Id(1)] public SignedReceipt? Receipt { get; init; }

    /// <summary>What the auditor says.</summary>
    [Id(2)] public SignedFinding? First { get; init; }

    /// <summary>What the provider that served says; null until it does.</summary>
    [Id(3)] public SignedStatement? Statement { get; init; }

    /// <summary>What the third machine says; null until it does.</summary>
    [Id(4)] public SignedFinding? Third { get; init; }

    /// <summary>Until when the provider that served may give its word.</summary>
    [Id(5)] public DateTimeOffset EvidenceBy { get; init; }

    /// <summary>Until when a third machine may be heard.</summary>
    [Id(6)] public DateTimeOffset DecideBy { get; init; }

    [Id(7)] public DisputeVerdict Verdict { get; init; }

    /// <summary>The slash that follows; null where none does.</summary>
    [Id(8)] public SlashOrder? Slash { get; init; }

    /// <summary>Whether the providers' twins were told; they count a dispute once.</summary>
    [Id(9)] public bool IsTold { get; init; }

    /// <summary>What the job was opened for, so that it can be run again.</summary>
    [Id(10)] public int MaxCompletionTokens { get; init; }

    /// <summary>Whether the machine that served is reached through its edge grain (<see cref="Providers.Lease.IsEdge"/>). Default: false.</summary>
    [Id(11), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsEdge { get; init; }

    /// <summary>The chain's clock when it showed the announced slash first, Unix seconds; 0 before.</summary>
    [Id(12), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public uint AnnouncedAt { get; init; }

    /// <summary>Before this there is nothing to be done about the slash; null when there may be.</summary>
    [Id(13), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>How the slash ended.</summary>
    [Id(14), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public SlashOutcome SlashOutcome { get; init; }

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}
