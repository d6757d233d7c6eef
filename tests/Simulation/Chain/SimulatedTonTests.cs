using Cocoon.Core.Money;
using Cocoon.Grains.Chain;
using Cocoon.Simulation.Chain;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Randomness;
using Cocoon.Ton.Client;
using Cocoon.Ton.Fees;

namespace Cocoon.Simulation.Tests.Chain;

public sealed class SimulatedTonTests
{
    private readonly ScriptedFaults _faults = new();
    private readonly ChainWorld _world;

    public SimulatedTonTests() => _world = new ChainWorld(_faults).Open();

    [Fact]
    public async Task A_deposit_is_what_the_market_reads()
    {
        var facts = await _world.Market.ReadChannel(_world.Channel, default);
        facts!.Deposit.Should().Be(Nano.FromTon(10));
        facts.Client.Should().Be(_world.Client);
        _world.Chain.Balance(_world.Channel).Should().Be(Nano.FromTon(10));
    }

    [Fact]
    public async Task A_market_settles_a_batch_from_end_to_end()
    {
        var batch = _world.Batch(0, Nano.FromTon(2), _world.Voucher(Nano.FromTon(3), 1));
        await _world.Market.Send(await _world.Market.SignClaims(0, batch.Claims, default), default);
        _world.Blocks(4);
        (await _world.Market.ReadChannel(_world.Channel, default))!.Claimed.Should().Be(Nano.FromTon(3));

        await _world.Market.Send(await _world.Market.SignPayout(0, batch, default), default);
        (await _world.Market.FindPayout(0, batch, default)).Fate.Should().Be(PayoutFate.NotSeen);
        _world.Blocks(2);
        (await _world.Market.FindPayout(0, batch, default)).Fate.Should().Be(PayoutFate.Paid);
        _world.Chain.Balance(_world.Provider).Should().Be(Nano.FromTon(2));
        (await _world.Market.ReadVault(0, default))!.EarningsRoot.Should().Be(batch.EarningsRoot);
    }

    [Fact]
    public async Task A_batch_that_is_sent_twice_pays_once()
    {
        var batch = _world.Batch(0, new Nano(400_000_000));
        var attempt = await _world.Market.SignPayout(0, batch, default);
        _faults.Arm(FaultKind.ChainDuplicate);
        await _world.Market.Send(attempt, default);
        _world.Blocks(1);
        await _world.Market.Send(attempt, default);
        _world.Blocks(30);
        _world.Chain.Balance(_world.Provider).Should().Be(new Nano(400_000_000));
        _world.Chain.Waiting.Should().Be(0, "what is refused long enough is given up");
    }

    [Fact]
    public async Task A_reorganisation_of_8_blocks_takes_a_payout_back_and_it_comes_again_once()
    {
        var batch = _world.Batch(0, new Nano(400_000_000));
        var world = Undoing(8, out var faults);
        await world.Market.Send(await world.Market.SignPayout(0, batch, default), default);
        faults.Arm(FaultKind.ChainReorganised);
        world.Blocks(1);
        var before = await world.Chain.GetMasterchainSeqnoAsync();
        (await world.Market.FindPayout(0, batch, default)).Fate.Should().Be(PayoutFate.Paid);

        var sightings = new List<PayoutFate>();
        for (var i = 0; i < 12; i++)
        {
            world.Blocks(1);
            sightings.Add((await world.Market.FindPayout(0, batch, default)).Fate);
        }
        sightings.Should().Contain(PayoutFate.NotSeen).And.EndWith(PayoutFate.Paid);
        (await world.Chain.GetMasterchainSeqnoAsync()).Should().Be(before + 12 - 8, "the seqno falls by the blocks that were undone");
        world.Chain.Balance(world.Provider).Should().Be(new Nano(400_000_000));
        world.Chain.Transactions(world.Provider).Should().ContainSingle();
    }

    [Fact]
    public async Task A_lost_reply_says_that_the_outcome_is_unknown_and_the_message_runs()
    {
        var batch = _world.Batch(0, new Nano(400_000_000));
        var attempt = await _world.Market.SignPayout(0, batch, default);
        _faults.Arm(FaultKind.ChainReplyLost);
        var send = () => _world.Market.Send(attempt, default);
        (await send.Should().ThrowAsync<TonClientException>()).Which.Failure.Should().Be(TonFailure.Unavailable);
        _world.Blocks(1);
        (await _world.Market.FindPayout(0, batch, default)).Fate.Should().Be(PayoutFate.Paid);
    }

    [Fact]
    public async Task An_outage_fails_every_call_until_it_is_over()
    {
        _faults.Arm(FaultKind.ChainOutage);
        var clock = () => _world.Market.Clock(default);
        (await clock.Should().ThrowAsync<TonClientException>()).Which.Failure.Should().Be(TonFailure.Unavailable);
        await clock.Should().ThrowAsync<TonClientException>();
        _world.Blocks(30);
        await clock.Should().NotThrowAsync();
    }

    [Fact]
    public async Task A_delayed_message_may_expire_and_is_then_worth_nothing()
    {
        var world = new ChainWorld(_faults, new SimulatedTonOptions { DelayMax = TimeSpan.FromHours(1) }).Open();
        var attempt = await world.Market.SignPayout(0, world.Batch(0, new Nano(400_000_000)), default);
        _faults.Arm(FaultKind.ChainDelay);
        await world.Market.Send(attempt, default);
        world.Blocks(1_830);
        world.Chain.Balance(world.Provider).Should().Be(Nano.Zero);
        world.Chain.Waiting.Should().Be(0);
    }

    [Fact]
    public async Task Prices_change_with_a_block_and_the_config_says_so()
    {
        var world = new ChainWorld(_faults, new SimulatedTonOptions { FeeFactors = [(1, 2)] });
        var before = await FeePrices.LoadAsync(world.Chain);
        _faults.Arm(FaultKind.ChainFeesChanged);
        world.Open();
        var after = await FeePrices.LoadAsync(world.Chain);
        after.ForwardFee(0, 0).Value.Should().Be(before.ForwardFee(0, 0).Value / 2);
        after.GasFee(10_000).Value.Should().Be(before.GasFee(10_000).Value / 2);
        after.StorageFee(1 << 20, 1 << 10, 1 << 20).Should().BeLessThan(before.StorageFee(1 << 20, 1 << 10, 1 << 20));
    }

    [Fact]
    public async Task A_message_that_the_account_refuses_is_rejected_at_once()
    {
        var attempt = await _world.Market.SignPayout(0, _world.Batch(0, Nano.FromTon(500)), default);
        var send = () => _world.Chain.SendAsync(Ton.Cells.Boc.Read(attempt.Message.ToArray()));
        var refusal = (await send.Should().ThrowAsync<TonClientException>()).Which;
        refusal.Failure.Should().Be(TonFailure.Rejected);
        refusal.Message.Should().Contain("exit code 58");
    }

    /// <summary>A world whose next reorganisation undoes the block that armed it after so many blocks, and loses no message.</summary>
    private static ChainWorld Undoing(int depth, out ScriptedFaults faults)
    {
        faults = new ScriptedFaults { Seed = SeedWith(depth) };
        return new ChainWorld(faults, new SimulatedTonOptions { LostWhenUndone = 0 }).Open();
    }

    /// <summary>A seed of dice that first throw the depth and then 0: the undone blocks begin with the present one.</summary>
    private static ulong SeedWith(int depth)
    {
        for (ulong seed = 0; ; seed++)
        {
            var dice = new Dice(seed);
            if (dice.Below(8) == depth - 1 && dice.Below(depth) == 0) return seed;
        }
    }
}
