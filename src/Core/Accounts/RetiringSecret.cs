using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Accounts;

/// <summary>The secret that a key had before its rotation.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.retiring-secret")]
public sealed record RetiringSecret
{
    /// <summary>SHA-256 of the secret.</summary>
    [Id(0)] public HexBytes SecretHash { get; init; }

    /// <summary>From when it is refused.</summary>
    [Id(1)] public DateTimeOffset Until { get; init; }

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}
