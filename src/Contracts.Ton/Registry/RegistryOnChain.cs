using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Pricing;
using Cocoon.Core.Settlement;
using Cocoon.Ton.Crypto;

namespace Cocoon.Ton.Registry;

/// <summary>The registry contract's data. Immutable. Its dictionaries compare by identity, so compare versions, not records.</summary>
/// <param name="Version">Steps by one with each applied change and each Revoke.</param>
/// <param name="Owner">Who may change it.</param>
/// <param name="FeeBps">The market's share of a charge in basis points; the deployer's one is not checked by the contract.</param>
/// <param name="MarketKey">Ed25519 key of the market, 32 bytes; the deployer's one is not checked by the contract.</param>
/// <param name="NetworkId">Global id of the network it was made for.</param>
/// <param name="Delay">Seconds between announcing a change and applying it.</param>
/// <param name="Parameters">By which rules money moves.</param>
/// <param name="Measurements">Allowed images by their hash.</param>
/// <param name="Models">Models by the hash of their id (<see cref="ModelId"/>).</param>
/// <param name="Vaults">Vaults by settlement shard, in that order.</param>
/// <param name="Pending">Announced changes: hash, and the first second (Unix time) at which each may be applied. One that is 14 days older is stale.</param>
public sealed record RegistryOnChain(
    uint Version, AccountAddress Owner, ushort FeeBps, HexBytes MarketKey, int NetworkId, uint Delay, RegistryParameters Parameters,
    ImmutableDictionary<HexBytes, ListedMeasurement> Measurements,
    ImmutableDictionary<HexBytes, ListedModel> Models,
    ImmutableSortedDictionary<ushort, AccountAddress> Vaults,
    ImmutableDictionary<HexBytes, uint> Pending)
{
    /// <summary>The market's rules, from what the registry holds and what it does not.</summary>
    /// <param name="registry">The registry's address.</param>
    /// <param name="modelIds">Ids by whose SHA-256 (<see cref="ModelId.Hash"/>) the listed models are named. Ids that are not listed are not served.</param>
    /// <param name="rules">What the registry does not hold.</param>
    /// <exception cref="RegistryException">
    /// No vault, a gap between them or one twice; a listed model without an id; a share above 10,000, a market key of small
    /// order, or a limit that would stop the market.
    /// </exception>
    public MarketParameters ToMarketParameters(AccountAddress registry, IEnumerable<string> modelIds, OffChainRules rules)
    {
        ArgumentNullException.ThrowIfNull(modelIds);
        ArgumentNullException.ThrowIfNull(rules);
        Require(FeeBps <= FeeRate.BasisPoints, $"The fee of {FeeBps} basis points is above {FeeRate.BasisPoints}: apply a SetFee.");
        Require(!SmallOrder.Contains(MarketKey.ToArray()), "Anybody could sign under the market key, which is of small order: apply a SetMarketKey.");
        return new MarketParameters(
            NetworkId, registry, VaultsInOrder(), MarketKey, FeeBps, rules.DefaultTier, ModelsById(modelIds), Channel(rules), Settlement(rules))
        {
            Incentives = Incentives(),
        };
    }

    private ImmutableList<AccountAddress> VaultsInOrder()
    {
        Require(!Vaults.IsEmpty, "The registry lists no vault: apply a SetVault with index 0.");
        var expected = 0;
        foreach (var index in Vaults.Keys)
        {
            Require(index == expected, $"The registry lists a vault {index} but none with index {expected}: apply a SetVault for it, or remove those above.");
            expected++;
        }
        var vaults = Vaults.Values.ToImmutableList();
        var twice = vaults.GroupBy(vault => vault).FirstOrDefault(group => group.Count() > 1)?.Key;
        Require(twice is null, $"The registry lists the vault {twice} for two shards, which would reuse each other's batch numbers: apply a SetVault for one of them.");
        return vaults;
    }

    private ImmutableDictionary<string, HexBytes> ModelsById(IEnumerable<string> modelIds)
    {
        var ids = modelIds.Distinct(StringComparer.Ordinal).ToDictionary(ModelId.Hash);
        return Models.ToImmutableDictionary(model => IdOf(model.Key), model => model.Value.WeightHash, StringComparer.Ordinal);

        string IdOf(HexBytes hash) => ids.TryGetValue(hash, out var id)
            ? id
            : throw new RegistryException($"The registry lists a model whose id has the SHA-256 {hash}, and no configured id does: configure its id, or apply a RemoveModel.");
    }

    private ChannelLimits Channel(OffChainRules rules)
    {
        Require(Parameters is { MaxHolds: > 0, MaxHoldSeconds: > 0 }, "The registry allows no holds, so that no job could start: apply SetParameters with maxHolds and maxHoldSeconds above 0.");
        return new ChannelLimits(
            Parameters.MinReserve, Parameters.CreditCap, Parameters.MaxHolds, TimeSpan.FromSeconds(Parameters.MaxHoldSeconds), Parameters.FinalityBlocks, rules.MinGrace);
    }

    private SettlementPolicy Settlement(OffChainRules rules)
    {
        Require(Parameters.SettleReceipts is > 0 and <= int.MaxValue, $"A batch of {Parameters.SettleReceipts} receipts can not be cut: apply SetParameters with settleReceipts from 1 to {int.MaxValue}.");
        Require(Parameters.MaxFeeShareBps <= FeeRate.BasisPoints, $"A fee's share of {Parameters.MaxFeeShareBps} basis points is above {FeeRate.BasisPoints}: apply SetParameters.");
        return new SettlementPolicy(
            (int)Parameters.SettleReceipts, TimeSpan.FromSeconds(Parameters.SettleAgeSeconds), rules.MaxUnclaimed, Parameters.MaxFeeShareBps, rules.MaxDebtAge);
    }

    private MarketIncentives Incentives()
    {
        if (Parameters.Incentives is not { } incentives) return MarketIncentives.None;
        Require(incentives.HighestShare <= FeeRate.BasisPoints, $"A share of {incentives.HighestShare} basis points is above {FeeRate.BasisPoints}: apply SetParameters with other incentives.");
        Require(incentives.EpochSeconds <= int.MaxValue, $"An epoch of {incentives.EpochSeconds} seconds is above {int.MaxValue}: apply SetParameters with a shorter one.");
        return incentives.ToMarketIncentives();
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition) throw new RegistryException(otherwise);
    }
}
