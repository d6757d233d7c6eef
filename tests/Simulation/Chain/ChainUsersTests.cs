using Cocoon.Core.Money;
using Cocoon.Grains.Chain;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Vaults;

namespace Cocoon.Simulation.Tests.Chain;

public sealed class ChainUsersTests
{
    private readonly ChainWorld _world = new ChainWorld(new ScriptedFaults()).Open();

    [Fact]
    public void A_client_tops_up_and_withdraws_with_a_permit()
    {
        _world.Users.TopUp(_world.Client, _world.Channel, Nano.FromTon(2));
        _world.Blocks(3);
        var permit = ChannelAgreements.Withdrawal(_world.Channel, Nano.FromTon(5), _world.Chain.Clock + 60);
        _world.Users.Withdraw(_world.Client, _world.Channel, permit, new(Ed25519.Default.Sign(_world.MarketKey, permit.Hash)));
        _world.Blocks(3);
        _world.Chain.Channel(_world.Channel).Should().Match<ChannelOnChain>(channel => channel.Deposited == Nano.FromTon(12) && channel.Withdrawn == Nano.FromTon(5));
    }

    [Fact]
    public void A_client_closes_alone_after_the_grace()
    {
        _world.Users.StartClose(_world.Client, _world.Channel);
        _world.Blocks(3);
        _world.Users.FinishClose(_world.Client, _world.Channel);
        _world.Blocks(3);
        _world.Chain.Channel(_world.Channel)!.Closed.Should().BeFalse("the grace has not passed");
        _world.Time.Advance(TimeSpan.FromHours(1));
        _world.Users.FinishClose(_world.Client, _world.Channel);
        _world.Blocks(3);
        _world.Chain.Channel(_world.Channel)!.Closed.Should().BeTrue();
        _world.Chain.Balance(_world.Client).Should().BeGreaterThan(new Nano(99_800_000_000), "only fees and the closed channel's rent are gone");
    }

    [Fact]
    public void Client_and_market_close_together_at_once()
    {
        _world.Users.CloseTogether(_world.Client, _world.Channel, Nano.FromTon(4), _world.VoucherKey, _world.MarketKey);
        _world.Blocks(3);
        _world.Chain.Channel(_world.Channel).Should().Match<ChannelOnChain>(channel => channel.Closed && channel.Claimed == Nano.FromTon(4));
        _world.Chain.Balance(_world.Vault).Should().BeGreaterThan(new Nano(4_990_000_000));
    }

    [Fact]
    public void A_client_changes_the_voucher_key_after_the_grace()
    {
        var key = ChainWorld.PublicKey(ChainWorld.Key(77));
        _world.Users.ChangeVoucherKey(_world.Client, _world.Channel, key);
        _world.Blocks(3);
        _world.Time.Advance(TimeSpan.FromHours(1));
        _world.Users.ApplyVoucherKey(_world.Client, _world.Channel);
        _world.Blocks(3);
        _world.Chain.Channel(_world.Channel)!.VoucherKey.Should().Be(key);
    }

    [Fact]
    public async Task A_provider_draws_its_earnings_by_proof()
    {
        var batch = _world.Batch(0, new Nano(300_000_000));
        await _world.Market.Send(await _world.Market.SignPayout(0, batch, default), default);
        _world.Blocks(3);
        _world.Users.StartExit(_world.Client, _world.Vault);
        _world.Blocks(3);
        _world.Time.Advance(TimeSpan.FromMinutes(10));
        _world.Users.Draw(_world.Client, _world.Vault, batch.Earnings, 0);
        _world.Blocks(3);
        _world.Chain.Balance(_world.Provider).Should().BeGreaterThan(new Nano(600_000_000), "it was paid and drew as much, and what was left of the message");
        (await _world.Market.ReadDraws(0, [_world.Provider], default)).Should().ContainKey(_world.Provider).WhoseValue.Should().Be(new Nano(300_000_000));
    }

    /// <summary>Seed 188 of the simulator once drew between the question what became of a seqno and the signature for it.</summary>
    [Fact]
    public async Task A_draw_just_before_a_batch_is_signed_breaks_no_rule()
    {
        var first = _world.Batch(0, new Nano(300_000_000));
        await _world.Market.Send(await _world.Market.SignPayout(0, first, default), default);
        _world.Blocks(3);
        _world.Users.StartExit(_world.Client, _world.Vault);
        _world.Blocks(3);
        _world.Time.Advance(TimeSpan.FromMinutes(10));
        var next = _world.Batch(1, new Nano(300_000_000));
        (await _world.Market.FindPayout(0, next, default)).Should().Be(PayoutSighting.NotSeen);
        _world.Users.Draw(_world.Client, _world.Vault, first.Earnings, 0);
        _world.Blocks(3);

        var signing = () => _world.Market.SignPayout(0, next, default);

        (await signing.Should().ThrowAsync<TonClientException>()).WithMessage("The vault has gone on to seqno 2 just now; batch 1 is not signed.");
        (await _world.Market.FindPayout(0, next, default)).Fate.Should().Be(PayoutFate.UsedByDraw, "who asks again learns why");
    }

    [Fact]
    public void An_owner_pauses_a_vault_and_changes_its_operator()
    {
        var change = VaultChange.SetOperator(ChainWorld.PublicKey(ChainWorld.Key(78)));
        _world.Users.Pause(_world.MarketOwner, _world.Vault, paused: true);
        _world.Users.Announce(_world.MarketOwner, _world.Vault, change);
        _world.Blocks(60);
        _world.Users.Apply(_world.MarketOwner, _world.Vault, change);
        _world.Blocks(3);
        var vault = _world.Chain.Vault(_world.Vault)!;
        vault.Paused.Should().BeTrue();
        vault.OperatorKey.Should().Be(ChainWorld.PublicKey(ChainWorld.Key(78)));
    }

    [Fact]
    public void A_wallet_that_lacks_the_money_sends_nothing()
    {
        _world.Users.TopUp(_world.Client, _world.Channel, Nano.FromTon(1_000));
        _world.Blocks(40);
        _world.Chain.Waiting.Should().Be(0);
        _world.Chain.Channel(_world.Channel)!.Deposited.Should().Be(Nano.FromTon(10));
    }
}
