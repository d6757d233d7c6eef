using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Ton.Registry;

namespace Cocoon.Ton.Tests.Registry;

/// <summary>The market's rules made of what a registry holds.</summary>
public sealed class MarketParametersTests
{
    private const string Model = "llama-3.1-8b";

    private static readonly OffChainRules Rules = new(Tier.CpuTee, TimeSpan.FromHours(1), Nano.FromTon(3), TimeSpan.FromDays(2));
    private static readonly RegistryParameters Parameters = new(
        new Nano(20), new Nano(30), MaxHolds: 4, MaxHoldSeconds: 50, SettleReceipts: 60, SettleAgeSeconds: 70, MaxFeeShareBps: 80, FinalityBlocks: 9)
    {
        Incentives = new RegistryIncentives(1, 2, 3, 4, EarlyUntil: 5, EpochSeconds: 6),
    };

    private static readonly RegistryOnChain Registry = new(
        Version: 3, Account(1), FeeBps: 500, Hash(2), TonNetwork.Testnet, Delay: 60, Parameters,
        ImmutableDictionary<HexBytes, ListedMeasurement>.Empty,
        ImmutableDictionary<HexBytes, ListedModel>.Empty.Add(ModelId.Hash(Model), new ListedModel(Hash(3), new PriceList(Nano.Zero, Nano.Zero, Nano.Zero, Nano.Zero))),
        ImmutableSortedDictionary<ushort, AccountAddress>.Empty.Add(1, Account(11)).Add(0, Account(10)),
        ImmutableDictionary<HexBytes, uint>.Empty);

    [Fact]
    public void Every_rule_goes_to_its_place()
    {
        var market = Registry.ToMarketParameters(Account(9), [Model], Rules);

        market.Should().BeEquivalentTo(
            new MarketParameters(
                TonNetwork.Testnet, Account(9), [Account(10), Account(11)], Hash(2), FeeBps: 500, Tier.CpuTee,
                ImmutableDictionary<string, HexBytes>.Empty.Add(Model, Hash(3)),
                new ChannelLimits(new Nano(20), new Nano(30), MaxHolds: 4, TimeSpan.FromSeconds(50), FinalityBlocks: 9, TimeSpan.FromHours(1)),
                new SettlementPolicy(MaxReceipts: 60, TimeSpan.FromSeconds(70), Nano.FromTon(3), MaxFeeShareBps: 80, TimeSpan.FromDays(2)))
            {
                Incentives = new MarketIncentives(1, 2, 3, 4, DateTimeOffset.FromUnixTimeSeconds(5), 6),
            },
            options => options.WithStrictOrderingFor(rules => rules.Vaults));
    }

    [Fact]
    public void Without_incentives_there_are_none_and_a_time_of_zero_is_nobody_s()
    {
        Incentives(null).Should().Be(MarketIncentives.None);
        Incentives(Parameters.Incentives! with { EarlyUntil = 0 }).EarlyUntil.Should().BeNull();

        static MarketIncentives Incentives(RegistryIncentives? listed) =>
            (Registry with { Parameters = Parameters with { Incentives = listed } }).ToMarketParameters(Account(9), [Model], Rules).Incentives;
    }

    [Fact]
    public void A_model_is_listed_by_the_SHA_256_of_its_id() =>
        ModelId.Hash("abc").ToString().Should().Be("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "it is the first example of FIPS 180-4");

    [Fact]
    public void Ids_that_are_not_listed_are_not_served_and_an_id_may_be_given_twice() =>
        Registry.ToMarketParameters(Account(9), ["other", Model, Model, "LLAMA-3.1-8B"], Rules).Models.Keys.Should().Equal(Model);

    [Fact]
    public void A_registry_without_models_is_a_market_without_jobs() =>
        (Registry with { Models = Registry.Models.Clear() }).ToMarketParameters(Account(9), [Model], Rules).Models.Should().BeEmpty();

    public static TheoryData<string, RegistryOnChain> Contradictions => new()
    {
        { "*lists no vault*", Registry with { Vaults = Registry.Vaults.Clear() } },
        { "*vault 1 but none with index 0*", Registry with { Vaults = Registry.Vaults.Remove(0) } },
        { "*vault 3 but none with index 2*", Registry with { Vaults = Registry.Vaults.Add(3, Account(13)) } },
        { $"*{Account(10)}*two shards*", Registry with { Vaults = Registry.Vaults.SetItem(1, Account(10)) } },
        { $"*{ModelId.Hash("other")}*", Registry with { Models = Registry.Models.Add(ModelId.Hash("other"), Registry.Models[ModelId.Hash(Model)]) } },
        { "*fee of 10001*", Registry with { FeeBps = 10_001 } },
        { "*small order*", Registry with { MarketKey = Hash(0) } },
        { "*no holds*", Registry with { Parameters = Parameters with { MaxHolds = 0 } } },
        { "*no holds*", Registry with { Parameters = Parameters with { MaxHoldSeconds = 0 } } },
        { "*batch of 0 receipts*", Registry with { Parameters = Parameters with { SettleReceipts = 0 } } },
        { "*batch of 2147483648 receipts*", Registry with { Parameters = Parameters with { SettleReceipts = 1u << 31 } } },
        { "*share of 10001*incentives*", Registry with { Parameters = Parameters with { Incentives = Parameters.Incentives! with { AuditBps = 10_001 } } } },
        { "*epoch of 2147483648*", Registry with { Parameters = Parameters with { Incentives = Parameters.Incentives! with { EpochSeconds = 1u << 31 } } } },
        { "*share of 10001*", Registry with { Parameters = Parameters with { MaxFeeShareBps = 10_001 } } },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void A_registry_that_makes_no_market_says_what_to_change(string message, RegistryOnChain registry) =>
        FluentActions.Invoking(() => registry.ToMarketParameters(Account(9), [Model], Rules)).Should().Throw<RegistryException>().WithMessage(message);

    private static AccountAddress Account(byte number) => AccountAddress.From(0, [.. Enumerable.Repeat(number, 32)]);

    private static HexBytes Hash(byte number) => new([.. Enumerable.Repeat(number, 32)]);
}
