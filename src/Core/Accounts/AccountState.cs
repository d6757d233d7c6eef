using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Core.Accounts;

/// <summary>A client account: API keys and channels; <see cref="Account"/> has the transitions.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.account-state")]
public sealed record AccountState
{
    [Id(0)] public ImmutableList<ApiKeyRecord> Keys { get; init; } = [];
    [Id(1)] public ImmutableList<AccountAddress> Channels { get; init; } = [];

    /// <summary>Limits of keys, by key id; a key without an entry has none. At the top of the record, so that an older silo keeps it.</summary>
    [Id(2)] public ImmutableDictionary<string, KeyScope> Scopes { get; init; } = ImmutableDictionary<string, KeyScope>.Empty;

    /// <summary>Secrets that keys had before their rotation, by key id.</summary>
    [Id(3)] public ImmutableDictionary<string, RetiringSecret> Retiring { get; init; } = ImmutableDictionary<string, RetiringSecret>.Empty;

    /// <summary>What keys with a daily spend have spent, by key id.</summary>
    [Id(4)] public ImmutableDictionary<string, KeyBudgetState> Budgets { get; init; } = ImmutableDictionary<string, KeyBudgetState>.Empty;

    /// <summary>Wallet proofs that were exchanged for a key, by their hash.</summary>
    [Id(5)] public ImmutableDictionary<string, UsedProof> Proofs { get; init; } = ImmutableDictionary<string, UsedProof>.Empty;

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}
