using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Registry;
using Cocoon.Ton.Tests.LocalChain;

namespace Cocoon.Ton.Tests.Registry;

/// <summary>A registry on a real executor, as its owner drives it and as a market reads it.</summary>
public sealed class RegistryOnChainTests : IAsyncLifetime
{
    private const uint Delay = 3 * 86_400;
    private const string Model = "qwen3-32b";

    private static readonly RegistryParameters Parameters = new(
        new Nano(50_000_000), Nano.FromTon(1), MaxHolds: 64, MaxHoldSeconds: 3_600, SettleReceipts: 10_000, SettleAgeSeconds: 86_400, MaxFeeShareBps: 100, FinalityBlocks: 8);

    private static readonly HexBytes Image = Hash(40);
    private static readonly ListedMeasurement Allowed = new(MeasurementRole.Provider, Tier.CcGpu, 2_000_000_000);
    private static readonly ListedModel Offer = new(Hash(41), new PriceList(new Nano(100), new Nano(10), new Nano(400), new Nano(300)));

    private LocalChainNode _chain = null!;
    private TestWallet _owner = null!;
    private RegistryTerms _terms = null!;

    private AccountAddress Registry => RegistryContract.Init(_terms).GetAddress();

    public async Task InitializeAsync()
    {
        if (!LocalChainNode.IsInstalled) return;
        _chain = await LocalChainNode.StartAsync();
        _owner = new TestWallet(_chain, 1);
        _terms = new RegistryTerms(TonNetwork.Local, _owner.Address, Hash(42), FeeBps: 500, Delay, Parameters);
        await _chain.FundAsync(_owner.Address, Nano.FromTon(20));
        await _owner.SendAsync(RegistryContract.Deploy(_terms));
    }

    public async Task DisposeAsync()
    {
        if (!LocalChainNode.IsInstalled) return;
        _owner.Dispose();
        await _chain.DisposeAsync();
    }

    [LocalChainFact]
    public async Task A_change_of_several_parts_is_announced_waits_applies_and_makes_a_market()
    {
        var change = RegistryChange.Join(
            new RegistryChange.SetMeasurement(Image, Allowed),
            new RegistryChange.SetModel(ModelId.Hash(Model), Offer),
            new RegistryChange.SetVault(0, Account(50)),
            new RegistryChange.SetVault(1, Account(51)),
            new RegistryChange.SetParameters(Parameters with { MaxHolds = 7 }),
            new RegistryChange.SetFee(250)).ToCell();

        await TellAsync(new RegistryMessage.Announce(1, change));
        var now = (await _chain.Client.GetAccountAsync(Registry)).SyncTime;
        var announced = await ReadAsync();
        announced.Version.Should().Be(0);
        announced.Pending.Should().ContainKey(new HexBytes(change.Hash)).WhoseValue.Should().BeInRange((uint)now + Delay - 60, (uint)now + Delay);

        await TellAsync(new RegistryMessage.Apply(2, change));
        (await LastExitCodeAsync()).Should().Be(304, "the delay has not passed");
        await _chain.PassAsync(Delay);
        await TellAsync(new RegistryMessage.Apply(3, change));

        var applied = await ReadAsync();
        (applied.Version, applied.FeeBps, applied.Owner, applied.MarketKey, applied.NetworkId, applied.Delay).Should()
            .Be((1u, (ushort)250, _owner.Address, Hash(42), TonNetwork.Local, Delay));
        applied.Parameters.Should().Be(Parameters with { MaxHolds = 7 });
        applied.Measurements.Should().Equal(new Dictionary<HexBytes, ListedMeasurement> { [Image] = Allowed });
        applied.Models.Should().Equal(new Dictionary<HexBytes, ListedModel> { [ModelId.Hash(Model)] = Offer });
        applied.Vaults.Should().Equal(new Dictionary<ushort, AccountAddress> { [0] = Account(50), [1] = Account(51) });
        applied.Pending.Should().BeEmpty();
        var market = applied.ToMarketParameters(Registry, [Model], new OffChainRules(Tier.CpuTee, TimeSpan.FromDays(1), Nano.FromTon(1), TimeSpan.FromDays(1)));
        market.Vaults.Should().Equal(Account(50), Account(51));
        market.Models[Model].Should().Be(Offer.WeightHash);
    }

    [LocalChainFact]
    public async Task An_image_is_revoked_at_once_and_an_announced_change_taken_back()
    {
        var allow = new RegistryChange.SetMeasurement(Image, Allowed).ToCell();
        await TellAsync(new RegistryMessage.Announce(1, allow));
        await _chain.PassAsync(Delay);
        await TellAsync(new RegistryMessage.Apply(2, allow));
        (await ReadAsync()).Measurements.Should().ContainKey(Image);

        await TellAsync(new RegistryMessage.Revoke(3, Image));
        var revoked = await ReadAsync();
        (revoked.Version, revoked.Measurements.Count).Should().Be((2u, 0));

        await TellAsync(new RegistryMessage.Announce(4, allow));
        await TellAsync(new RegistryMessage.Cancel(5, new HexBytes(allow.Hash)));
        (await ReadAsync()).Pending.Should().BeEmpty();
    }

    [LocalChainFact]
    public async Task The_chain_s_own_messages_read_back_as_what_was_sent()
    {
        var change = RegistryChange.Join(new RegistryChange.SetFee(1), new RegistryChange.SetOwner(Account(9)));
        var message = new RegistryMessage.Announce(77, change.ToCell());
        await TellAsync(message);

        var step = (await _chain.Client.GetTransactionsAsync(Registry, 1))[0];
        RegistryMessage.Read(step.In!.Body).Should().Be(message);
        RegistryChange.Read(((RegistryMessage.Announce)RegistryMessage.Read(step.In.Body)!).Change).Should().Be(change);
        ChannelMessage.Read(step.Out.Single().Body).Should().Be(new ChannelMessage.Excesses(77));
    }

    [LocalChainFact]
    public async Task Nobody_but_the_owner_changes_anything()
    {
        using var stranger = new TestWallet(_chain, 3);
        await _chain.FundAsync(stranger.Address, Nano.FromTon(1));
        var before = await _chain.Client.GetAccountAsync(Registry);

        await stranger.SendAsync(RegistryContract.Send(Registry, new RegistryMessage.Announce(1, new RegistryChange.SetOwner(stranger.Address).ToCell())));

        (await LastExitCodeAsync()).Should().Be(401);
        (await _chain.Client.GetAccountAsync(Registry)).Data.Should().Be(before.Data);
    }

    private Task TellAsync(RegistryMessage message) => _owner.SendAsync(RegistryContract.Send(Registry, message));

    private async Task<RegistryOnChain> ReadAsync()
    {
        var account = await _chain.Client.GetAccountAsync(Registry);
        return RegistryContract.Read(account.Code!, account.Data!)!;
    }

    private async Task<int?> LastExitCodeAsync() => (await _chain.Client.GetTransactionsAsync(Registry, 1))[0].ExitCode;

    private static AccountAddress Account(byte number) => AccountAddress.From(0, [.. Enumerable.Repeat(number, 32)]);

    private static HexBytes Hash(byte number) => new([.. Enumerable.Repeat(number, 32)]);
}
