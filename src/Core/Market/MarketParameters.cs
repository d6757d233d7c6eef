using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Market;

/// <summary>The market's rules, a mirror of the registry. Immutable; a change is a new version.</summary>
/// <param name="NetworkId">TON network: -239 mainnet, -3 testnet, -217 a local chain.</param>
/// <param name="Registry">Address the rules come from.</param>
/// <param name="Vaults">The vault contracts that receive claims and pay providers, one for each settlement shard, in shard order.</param>
/// <param name="MarketKey">Ed25519 public key that countersigns receipts.</param>
/// <param name="FeeBps">The market's share in basis points.</param>
/// <param name="DefaultTier">The least tier for callers who name none.</param>
/// <param name="Models">Models that may be served, by id, with the SHA-256 of their weights.</param>
/// <param name="Channel">Rules for channels.</param>
/// <param name="Settlement">When batches are cut.</param>
[GenerateSerializer, Immutable, Alias("cocoon.market-parameters")]
public sealed record MarketParameters(
    [property: Id(0)] int NetworkId,
    [property: Id(1)] AccountAddress Registry,
    [property: Id(2)] ImmutableList<AccountAddress> Vaults,
    [property: Id(3)] HexBytes MarketKey,
    [property: Id(4)] int FeeBps,
    [property: Id(5)] Tier DefaultTier,
    [property: Id(6)] ImmutableDictionary<string, HexBytes> Models,
    [property: Id(7)] ChannelLimits Channel,
    [property: Id(8)] SettlementPolicy Settlement)
{
    /// <summary>TON's global id of mainnet, where simulated evidence is refused.</summary>
    public const int Mainnet = -239;

    /// <summary>Audits, bonuses and epochs, as the registry has them. Default: none of it.</summary>
    [Id(9)] public MarketIncentives Incentives { get; init; } = MarketIncentives.None;

    public bool AllowsSimulated => NetworkId != Mainnet;
}
