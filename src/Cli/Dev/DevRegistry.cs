using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Trust;
using Cocoon.Inference.Models;
using Cocoon.Silo.Hosting;
using Cocoon.Ton;
using Cocoon.Ton.Client;
using Cocoon.Ton.Registry;

namespace Cocoon.Cli.Dev;

/// <summary>The development network's registry: the node takes the market's rules from it, as on any network.</summary>
internal sealed class DevRegistry
{
    // A fresh network has nobody who would need a warning.
    private const uint Delay = 0;
    private const ushort FeeBps = 500;

    /// <summary>
    /// One in ten deterministic jobs is audited, once an hour reputations go on chain, and most of the fee goes back to
    /// providers as long as few serve a model, so that every incentive shows on a developer's machine.
    /// </summary>
    private static readonly RegistryIncentives Incentives = new(
        AuditBps: 1_000, ColdBonusBps: 200, ColdProviders: 3, EarlyBonusBps: 100, EarlyUntil: uint.MaxValue, EpochSeconds: 3_600);

    private readonly DevWallet _owner;
    private readonly ITonClient _ton;
    private readonly RegistryTerms _terms;
    private readonly OffChainRules _rules;

    public DevRegistry(DevNetwork network, uint finalityBlocks)
    {
        _owner = network.Market;
        _ton = network.Ton;
        _terms = new RegistryTerms(TonNetwork.Local, network.Market.Address, new HexBytes(network.Keys.Market.PublicKey.Span), FeeBps, Delay, new RegistryParameters(
            MinReserve: new Nano(50_000_000), CreditCap: Nano.FromTon(1), MaxHolds: 64, MaxHoldSeconds: 600,
            SettleReceipts: 1_000, SettleAgeSeconds: 600, MaxFeeShareBps: 100, checked((ushort)finalityBlocks)) { Incentives = Incentives });
        _rules = new OffChainRules(Tier.Simulated, TimeSpan.FromSeconds(network.Terms.Grace), MaxUnclaimed: Nano.FromTon(1), MaxDebtAge: TimeSpan.FromHours(1));
        Address = RegistryContract.Init(_terms).GetAddress();
    }

    public AccountAddress Address { get; }

    /// <summary>Deploys the registry and lists vault and model, where that has not been done before.</summary>
    public async Task Deploy(AccountAddress vault, ModelFolder model, CancellationToken cancellationToken)
    {
        if (await Find(cancellationToken) is null)
        {
            await _owner.Send([RegistryContract.Deploy(_terms)], cancellationToken);
            await DevWallet.Until(async () => await Find(cancellationToken) is not null, "the registry", cancellationToken);
        }
        var offer = new ListedModel(HexBytes.Parse(model.HashWeights()), DevNode.Prices);
        if (await IsListed()) return;
        var change = RegistryChange.Join(new RegistryChange.SetVault(0, vault), new RegistryChange.SetModel(ModelId.Hash(model.Id), offer)).ToCell();
        await Send(new RegistryMessage.Announce(QueryId: 1, change));
        await Send(new RegistryMessage.Apply(QueryId: 2, change));
        await DevWallet.Until(IsListed, "the registry's lists", cancellationToken);

        async Task<bool> IsListed() => await Find(cancellationToken) is { } registry
            && registry.Vaults.GetValueOrDefault((ushort)0) == vault && registry.Models.GetValueOrDefault(ModelId.Hash(model.Id)) == offer;

        Task Send(RegistryMessage message) => _owner.Send([RegistryContract.Send(Address, message)], cancellationToken);
    }

    /// <summary>The market's rules, as the registry has them now.</summary>
    public Task<MarketParameters> Read(ModelFolder model, CancellationToken cancellationToken) => MarketRules.Read(_ton, Address, [model.Id], _rules, cancellationToken);

    private Task<RegistryOnChain?> Find(CancellationToken cancellationToken) => MarketRules.Find(_ton, Address, cancellationToken);
}
