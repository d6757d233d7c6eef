using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Core.Accounts;

/// <summary>A wallet's proof that was exchanged for a key; remembered until it would be too old anyway.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.used-proof")]
public sealed record UsedProof
{
    /// <summary>Id of the key it was exchanged for.</summary>
    [Id(0)] public string Key { get; init; } = "";

    /// <summary>Until when it has to be remembered.</summary>
    [Id(1)] public DateTimeOffset Until { get; init; }

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}
