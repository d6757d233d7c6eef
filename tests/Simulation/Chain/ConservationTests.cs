using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Simulation.Randomness;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;

namespace Cocoon.Simulation.Tests.Chain;

/// <summary>A market and its users at work on a chain on which everything goes wrong: no nano is made or lost, and all ends well.</summary>
public sealed class ConservationTests
{
    private const int Rounds = 150;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Money_is_conserved_whatever_goes_wrong(ulong seed)
    {
        var faults = new RandomFaults(seed, 0.03);
        var world = new ChainWorld(faults);
        var reorganisations = 0;
        world.Chain.Told = what => reorganisations += what.Contains("reorganisation", StringComparison.Ordinal) ? 1 : 0;
        world.Open();
        world.Blocks(20);
        var dice = new Dice(seed);
        for (var round = 0; round < Rounds; round++)
        {
            await Act(world, dice, round);
            world.Blocks(1 + dice.Below(4));
        }
        faults.Strikes.Should().BeGreaterThan(20);
        reorganisations.Should().BePositive();

        faults.IsOn = false;
        world.Blocks(100);
        world.Chain.Waiting.Should().Be(0, "with fair weather, nothing waits for ever");
        world.Chain.Totals().OnTheWay.Should().Be(Nano.Zero);
        var channel = world.Chain.Channel(world.Channel)!;
        world.Chain.Balance(world.Channel).Should().BeGreaterThanOrEqualTo(channel.Deposited - channel.Withdrawn - channel.Claimed - new Nano(10_000_000), "only rent may be missing");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_chain()
    {
        (await Hash(5)).Should().Be(await Hash(5)).And.NotBe(await Hash(6));
    }

    private static async Task<string> Hash(ulong seed)
    {
        var world = new ChainWorld(new RandomFaults(seed, 0.03)).Open();
        var dice = new Dice(seed);
        for (var round = 0; round < 40; round++)
        {
            await Act(world, dice, round);
            world.Blocks(2);
        }
        return string.Join('\n', world.Chain.Accounts.Select(account => $"{account.Address} {account.Balance}"))
            + string.Join('\n', world.Chain.Transactions(world.Vault).Select(transaction => transaction.Hash));
    }

    private static async Task Act(ChainWorld world, Dice dice, int round)
    {
        try
        {
            switch (dice.Below(6))
            {
                case 0:
                    world.Users.TopUp(world.Client, world.Channel, new Nano(dice.Between(1, 500_000_000)));
                    break;
                case 1:
                    await Claim(world, dice, round);
                    break;
                case 2:
                    Withdraw(world);
                    break;
                case 3:
                    world.Users.StartExit(world.Client, world.Vault);
                    break;
                default:
                    await Pay(world, dice);
                    break;
            }
        }
        catch (TonClientException)
        {
            // What the market does then is not asked here; the chain must stay sound.
        }
    }

    private static async Task Claim(ChainWorld world, Dice dice, int round)
    {
        if (world.Chain.Channel(world.Channel) is not { } channel) return;
        var free = channel.Deposited - channel.Withdrawn - channel.Claimed;
        SignedVoucher[] claims = [world.Voucher(channel.Claimed + new Nano(dice.Between(1, Math.Max(1, free.Value / 4))), (uint)round)];
        await world.Market.Send(await world.Market.SignClaims(0, claims, default), default);
    }

    private static void Withdraw(ChainWorld world)
    {
        if (world.Chain.Channel(world.Channel) is not { } channel) return;
        var permit = ChannelAgreements.Withdrawal(world.Channel, channel.Withdrawn + new Nano(20_000_000), world.Chain.Clock + 60);
        world.Users.Withdraw(world.Client, world.Channel, permit, new(Ed25519.Default.Sign(world.MarketKey, permit.Hash)));
    }

    private static async Task Pay(ChainWorld world, Dice dice)
    {
        if (await world.Market.ReadVault(0, default) is not { } vault) return;
        var batch = world.Batch(vault.Seqno, new Nano(dice.Between(1, 20_000_000)));
        await world.Market.Send(await world.Market.SignPayout(0, batch, default), default);
    }
}
