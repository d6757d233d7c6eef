using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.Ton.Tests.LocalChain;

/// <summary>The rarer steps of a channel, each as client and market do it, and every nano accounted for.</summary>
public sealed class ChannelOnChainTests : MarketOnChain
{
    private static readonly Nano Part = new(1_500_000_003);

    [LocalChainFact]
    public async Task A_close_together_pays_the_vault_what_is_agreed_and_the_client_the_rest()
    {
        await ClaimAsync(new Nano(1_000_000_001), 1);
        var vault = await BalanceAsync(Vault);
        var agreement = ChannelAgreements.Close(Channel, Part);

        await Client.SendAsync(ChannelContract.Send(Channel, new ChannelMessage.CloseTogether(5, Sign(Client.Key, agreement), Sign(Market.Key, agreement), agreement)));

        var channel = await ChannelOnChainAsync();
        (channel.Closed, channel.Claimed, channel.Withdrawn, channel.Deposited).Should().Be((true, Part, Deposit - Part, Deposit));
        var closed = (await Chain.Client.GetTransactionsAsync(Channel, 1))[0];
        closed.Out.Select(message => (message.Destination, ChannelMessage.Read(message.Body))).Should().Equal(
            (Vault, new ChannelMessage.ClaimPaid(5, new Nano(500_000_002))), (Client.Address, new ChannelMessage.Refund(5)));
        closed.Out[0].Value.Should().Be(new Nano(500_000_002));
        (await BalanceAsync(Vault)).Should().BeGreaterThan(vault + new Nano(499_000_000));
        closed.Out[1].Value.Should().BeGreaterThan(Deposit - Part - new Nano(100_000_000), "the channel keeps its rent");
        await EveryNanoIsAccountedFor();
    }

    [LocalChainFact]
    public async Task A_client_closes_alone_after_the_grace_in_which_the_market_claims()
    {
        await Client.SendAsync(ChannelContract.Send(Channel, new ChannelMessage.StartClose(1)));
        var closesAt = (await ChannelOnChainAsync()).ClosesAt;
        closesAt.Should().BeGreaterThan((uint)await NowAsync());
        await Market.SendAsync(ChannelContract.Send(Channel, new ChannelMessage.FinishClose(2)));
        (await LastExitCodeAsync(Channel)).Should().Be(50, "the grace has not passed");

        await ClaimAsync(Part, 1);
        await Chain.PassAsync(Grace);
        await Client.SendAsync(ChannelContract.Send(Channel, new ChannelMessage.FinishClose(3)));

        var channel = await ChannelOnChainAsync();
        (channel.Closed, channel.Claimed, channel.Withdrawn).Should().Be((true, Part, Deposit - Part));
        var refund = (await Chain.Client.GetTransactionsAsync(Channel, 1))[0].Out.Should().ContainSingle().Subject;
        (refund.Destination, ChannelMessage.Read(refund.Body)).Should().Be((Client.Address, new ChannelMessage.Refund(3)));
        refund.Value.Should().BeGreaterThan(Deposit - Part - new Nano(100_000_000));
        await EveryNanoIsAccountedFor();
    }

    [LocalChainFact]
    public async Task A_client_withdraws_what_the_market_permits_once()
    {
        var before = await BalanceWithRentAsync(Channel);
        var permit = ChannelAgreements.Withdrawal(Channel, Part, (uint)await NowAsync() + 60);
        var withdraw = new ChannelMessage.Withdraw(4, Sign(Market.Key, permit), permit);

        await Client.SendAsync(ChannelContract.Send(Channel, withdraw));
        (await BalanceWithRentAsync(Channel)).Should().Be(before - Part);
        (await ChannelOnChainAsync()).Withdrawn.Should().Be(Part);
        await Client.SendAsync(ChannelContract.Send(Channel, withdraw));

        (await LastExitCodeAsync(Channel)).Should().Be(45, "all of it was withdrawn");
        await ClaimAsync(Deposit - Part + new Nano(1), 1);
        (await LastExitCodeAsync(Channel)).Should().Be(43, "that much is not in the channel any more");
        await EveryNanoIsAccountedFor();
    }

    [LocalChainFact]
    public async Task A_new_voucher_key_counts_after_the_grace()
    {
        using var key = new SigningKey([.. Enumerable.Repeat((byte)77, 32)], Ed25519.Default);
        var next = new HexBytes(key.PublicKey.Span);
        await Client.SendAsync(ChannelContract.Send(Channel, new ChannelMessage.ChangeVoucherKey(1, next)));
        (await ChannelOnChainAsync()).NextKey!.Key.Should().Be(next);
        await ClaimAsync(new Nano(1), 1, key);
        (await LastExitCodeAsync(Channel)).Should().Be(40, "the key is announced only");

        await Chain.PassAsync(Grace);
        await ClaimAsync(new Nano(1_000), 1);
        await Market.SendAsync(ChannelContract.Send(Channel, new ChannelMessage.ApplyVoucherKey(2)));
        await ClaimAsync(new Nano(2_000), 2);
        (await LastExitCodeAsync(Channel)).Should().Be(40, "the old key has gone");
        await ClaimAsync(new Nano(3_000), 3, key);

        var channel = await ChannelOnChainAsync();
        (channel.VoucherKey, channel.NextKey, channel.Claimed).Should().Be((next, null, new Nano(3_000)));
        await EveryNanoIsAccountedFor();
    }

    [LocalChainFact]
    public async Task A_key_under_which_anyone_can_sign_is_refused()
    {
        await Client.SendAsync(ChannelContract.Send(Channel, new ChannelMessage.ChangeVoucherKey(1, Zero)));

        (await LastExitCodeAsync(Channel)).Should().Be(53);
        (await ChannelOnChainAsync()).NextKey.Should().BeNull();
    }
}
