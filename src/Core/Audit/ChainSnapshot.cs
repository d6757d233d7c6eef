using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Audit;

/// <summary>What the chain shows of a market. What is left out is not checked.</summary>
public sealed record ChainSnapshot
{
    public IReadOnlyDictionary<AccountAddress, ChannelFacts> Channels { get; init; } = new Dictionary<AccountAddress, ChannelFacts>();

    /// <summary>By shard.</summary>
    public IReadOnlyDictionary<int, VaultFacts> Vaults { get; init; } = new Dictionary<int, VaultFacts>();

    /// <summary>What arrived at the providers' wallets from all vaults; null when nobody counted. A provider that is not in it received nothing.</summary>
    public IReadOnlyDictionary<AccountAddress, ProviderIncome>? Income { get; init; }

    /// <summary>Seqnos that no batch of the market has used: draws by proof and payouts that failed. Null when nobody counted; then gaps are not judged.</summary>
    public IReadOnlySet<BatchId>? UsedOtherwise { get; init; }
}
