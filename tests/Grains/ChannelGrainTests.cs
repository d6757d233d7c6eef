using Cocoon.Core;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;

namespace Cocoon.Grains.Tests;

/// <summary>The life of a channel besides jobs: group commit, withdrawals and both ways to close.</summary>
[Collection(GrainCollection.Name)]
public sealed class ChannelGrainTests(GrainHost host)
{
    [Fact]
    public async Task Holds_taken_at_the_same_time_all_count()
    {
        var channel = host.Grains.Channel(await host.OpenChannel(10_000));
        var jobs = Enumerable.Range(0, 32).Select(_ => host.NewJob()).ToList();

        await Task.WhenAll(jobs.Select(job => channel.Hold(job, new Nano(100), DateTimeOffset.UtcNow.AddMinutes(1))));

        (await channel.View()).Held.Value.Should().Be(3_200);
        var oneMore = () => channel.Hold(host.NewJob(), new Nano(100), DateTimeOffset.UtcNow.AddMinutes(1));
        (await oneMore.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.TooManyHolds);
        await Task.WhenAll(jobs.Select(job => channel.Void(job)));
        (await channel.View()).Held.IsZero.Should().BeTrue();
    }

    [Fact]
    public async Task Of_simultaneous_holds_exactly_those_that_the_deposit_covers_are_granted()
    {
        var channel = host.Grains.Channel(await host.OpenChannel(1_000));

        var granted = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                await channel.Hold(host.NewJob(), new Nano(100), DateTimeOffset.UtcNow.AddMinutes(1));
                return true;
            }
            catch (RefusedException e) when (e.Code == RefusalCode.InsufficientBalance)
            {
                return false;
            }
        }));

        granted.Count(taken => taken).Should().Be(9, "a reserve of 100 stays in the contract");
    }

    [Fact]
    public async Task A_deposit_counts_when_it_is_final()
    {
        var address = await host.OpenChannel(1_000);
        host.Chain.HoldBlocks = true;
        host.Chain.Change(address, facts => facts with { Deposit = new Nano(5_000) });

        var seen = await host.Grains.Channel(address).Open();
        host.Chain.HoldBlocks = false;

        (seen.Deposit.Value, seen.DepositComing!.Value.Value).Should().Be((1_000, 5_000));
        await GrainHost.Eventually(async () => (await host.Grains.Channel(address).View()).Deposit.Value == 5_000);
    }

    [Fact]
    public async Task A_withdrawal_is_reserved_before_it_is_signed()
    {
        var address = await host.OpenChannel(10_000);
        var channel = host.Grains.Channel(address);

        var signed = await channel.PermitWithdrawal(new Nano(4_000));

        signed.Permit.Total.Value.Should().Be(4_000);
        signed.Signature.Length.Should().Be(64);
        (await channel.View()).Available.Value.Should().Be(10_000 - 100 - 4_000);
        (await channel.PermitWithdrawal(new Nano(4_000))).Permit.Should().Be(signed.Permit, "the same request gets the same permit");
    }

    [Fact]
    public async Task Both_sides_close_at_the_amount_that_was_charged()
    {
        var address = await host.OpenChannel(10_000);
        var channel = host.Grains.Channel(address);
        await host.EarnAndPush(address);
        var draining = await channel.Drain();

        var holding = () => channel.Hold(host.NewJob(), new Nano(1), DateTimeOffset.UtcNow.AddMinutes(1));
        (await holding.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.ChannelClosing);
        var forged = () => channel.AgreeClose(draining.FinalAmount, host.SignClose(address, draining.FinalAmount - new Nano(1)));
        (await forged.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.VoucherForged);
        var cheap = () => channel.AgreeClose(Nano.Zero, host.SignClose(address, Nano.Zero));
        (await cheap.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.AmountInvalid);

        var market = await channel.AgreeClose(draining.FinalAmount, host.SignClose(address, draining.FinalAmount));

        market.Length.Should().Be(64);
        draining.FinalAmount.Should().Be(draining.Charged);
        (await channel.View()).Phase.Should().Be(ChannelPhase.Agreed);
    }

    [Fact]
    public async Task A_channel_that_its_owner_closes_alone_is_claimed_in_time()
    {
        var address = await host.OpenChannel(10_000, GrainHost.SecondVault);
        await host.EarnAndPush(address);
        var charged = (await host.Grains.Channel(address).View()).Charged;
        host.Chain.Change(address, facts => facts with { ClosesAt = DateTimeOffset.UtcNow.AddHours(1) });

        (await host.Grains.Channel(address).Open()).Phase.Should().Be(ChannelPhase.Closing);
        await host.Grains.Settlement(1).Reconcile();

        await GrainHost.Eventually(() => Task.FromResult(host.Chain.Channel(address).Claimed == charged));
    }
}
