using System.Collections.Immutable;

namespace Cocoon.Core.Accounts;

/// <summary>A client account: API keys and channels; <see cref="Account"/> has the transitions.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.account-state")]
public sealed record AccountState
{
    [Id(0)] public ImmutableList<ApiKeyRecord> Keys { get; init; } = [];
    [Id(1)] public ImmutableList<AccountAddress> Channels { get; init; } = [];
}
