using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Settlement;

/// <summary>A confirmed batch, kept for proofs.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.batch-archive")]
public sealed record BatchArchive
{
    [Id(0)] public Batch? Batch { get; init; }

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}
