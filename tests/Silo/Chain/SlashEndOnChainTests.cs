using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Chain;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Stakes;
using Cocoon.Ton.Tests.LocalChain;
using Cocoon.Ton.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Silo.Tests.Chain;

/// <summary>From a slash that stands on chain to its end.</summary>
public sealed class SlashEndOnChainTests : DisputesOnChain
{
    [LocalChainFact]
    public async Task After_the_delay_it_is_executed_once_though_the_answers_are_lost()
    {
        var (dispute, evidence) = await AnnouncedDisputeAsync();
        await PassAsync(SlashDelay);
        Way.LosesReplies = true;
        await DriveAsync(dispute);
        Way.LosesReplies = false;

        var (leaks, _) = await Tap.Listen("has ended: Executed", () => DriveAsync(dispute));

        await EndedAsync(dispute, SlashOutcome.Executed);
        leaks.Should().Contain("the log");
        await DriveAsync(dispute);
        (await HeardAsync<StakeMessage.ExecuteSlash>()).Should().Equal((new StakeMessage.ExecuteSlash(QueryId(evidence), evidence), true));
        (await ReadStakeAsync()).Staked.Should().Be(Nano.FromTon(6));
    }

    [LocalChainFact]
    public async Task A_message_that_got_lost_is_signed_anew_after_it_expired_and_counts_once()
    {
        var (dispute, evidence) = await AnnouncedDisputeAsync();
        await PassAsync(SlashDelay);
        Way.LosesMessages = true;
        await DriveAsync(dispute);
        var lost = (await dispute.View()).Slash!;
        await DriveAsync(dispute);
        (await dispute.View()).Slash.Should().Be(lost, "it may still be accepted");
        lost.Says.Should().Be(SlashMessage.Execute);
        await PassAsync(120);
        Way.LosesMessages = false;

        await DriveAsync(dispute);
        await DriveAsync(dispute);

        await EndedAsync(dispute, SlashOutcome.Executed);
        (await dispute.View()).Slash!.Attempt!.ValidUntil.Should().BeGreaterThan(lost.Attempt!.ValidUntil);
        (await HeardAsync<StakeMessage.ExecuteSlash>()).Should().Equal((new StakeMessage.ExecuteSlash(QueryId(evidence), evidence), true));
    }

    [LocalChainFact]
    public async Task While_it_stands_each_tick_looks_at_the_stake_and_stores_nothing()
    {
        var (dispute, _) = await AnnouncedDisputeAsync();
        var state = await dispute.View();

        await DriveAsync(dispute);

        (await dispute.View()).Should().Be(state);
        Way.IsCut = true;
        (await HaltsAsync(dispute)).Should().BeTrue("it looks, and the way is cut");
    }

    [LocalChainFact]
    public async Task Who_else_executes_it_spares_the_slasher_the_message()
    {
        var (dispute, evidence) = await AnnouncedDisputeAsync();
        await PassAsync(SlashDelay);
        await TellStakeAsync(Owner, new StakeMessage.ExecuteSlash(1, evidence));

        await DriveAsync(dispute);

        await EndedAsync(dispute, SlashOutcome.Executed);
        (await HeardAsync<StakeMessage.ExecuteSlash>()).Should().ContainSingle();
    }

    [LocalChainFact]
    public Task An_appealed_slash_that_the_arbiter_upholds_is_executed_by_his_word() => AppealedAsync(isUpheld: true, SlashOutcome.Executed, left: 6);

    [LocalChainFact]
    public Task An_appealed_slash_that_the_arbiter_rejects_takes_nothing() => AppealedAsync(isUpheld: false, SlashOutcome.Rejected, left: 10);

    [LocalChainFact]
    public async Task What_the_arbiter_leaves_undecided_is_dropped_once_his_time_is_over()
    {
        var (dispute, evidence) = await AnnouncedDisputeAsync();
        await TellStakeAsync(Owner, new StakeMessage.Appeal(1, evidence));
        await PassAsync(SlashDelay);
        await DriveAsync(dispute);
        (await HeardAsync<StakeMessage.LapseSlash>()).Should().BeEmpty("the arbiter still has time");
        await PassAsync(AppealTimeout);

        await DriveAsync(dispute);
        await DriveAsync(dispute);

        await EndedAsync(dispute, SlashOutcome.Lapsed);
        (await HeardAsync<StakeMessage.LapseSlash>()).Should().Equal((new StakeMessage.LapseSlash(QueryId(evidence)), true));
        var stake = await ReadStakeAsync();
        (stake.Staked, stake.Slash).Should().Be((Nano.FromTon(10), null));
    }

    [LocalChainFact]
    public async Task Of_two_lapses_each_is_told_from_what_the_arbiter_rejected()
    {
        var (rejected, rejectedEvidence) = await AnnouncedDisputeAsync();
        await TellStakeAsync(Owner, new StakeMessage.Appeal(1, rejectedEvidence));
        await TellStakeAsync(Operator, new StakeMessage.Resolve(2, rejectedEvidence, Upheld: false));
        var (lapsed, lapsedEvidence) = await UpheldAsync(2);
        await DriveAsync(lapsed);
        await TellStakeAsync(Owner, new StakeMessage.Appeal(3, lapsedEvidence));
        await PassAsync(AppealTimeout + 1);
        await TellStakeAsync(Owner, new StakeMessage.LapseSlash(4));

        await DriveAsync(rejected);
        await DriveAsync(lapsed);

        await EndedAsync(rejected, SlashOutcome.Rejected);
        await EndedAsync(lapsed, SlashOutcome.Lapsed);
    }

    [LocalChainFact]
    public async Task What_the_slasher_s_owner_takes_back_is_not_announced_again()
    {
        var (dispute, evidence) = await AnnouncedDisputeAsync();
        await TellStakeAsync(Slasher, new StakeMessage.WithdrawSlash(1, evidence));
        await PassAsync(SlashDelay);

        await DriveAsync(dispute);

        await EndedAsync(dispute, SlashOutcome.Withdrawn);
        (await AnnouncedAsync()).Should().ContainSingle();
    }

    [LocalChainFact]
    public async Task A_wallet_with_too_little_money_sends_nothing_says_so_and_goes_on_when_it_has_what_was_asked_for()
    {
        await StakeAsync(Nano.FromTon(10));
        var (dispute, evidence) = await UpheldAsync(1);
        // Enough to take a message in, not enough to send it on.
        await Chain.FundAsync(Slasher.Address, new Nano(100_000_000));

        (await Tap.Listen($"the slasher's wallet {Slasher.Address} holds 0.100000000 TON", () => DriveAsync(dispute))).Leaks.Should().Contain("the log");

        (await SeqnoAsync()).Should().Be(0u);
        (await dispute.View()).Slash.Should().BeNull("nothing was signed");
        await Chain.FundAsync(Slasher.Address, await MissingAsync(evidence, SlashMessage.Announce));
        await PassAsync(SlashCourse.PauseSeconds);
        await DriveAsync(dispute);
        (await ReadStakeAsync()).Slash!.Evidence.Should().Be(evidence, "what was asked for is enough");
        await DriveAsync(dispute);

        await Slasher.SendAsync(new InternalMessage(Owner.Address, new Nano(100_000_000), Bounce: false));
        await PassAsync(SlashDelay);
        await DriveAsync(dispute);
        (await HeardAsync<StakeMessage.ExecuteSlash>()).Should().BeEmpty();
        (await SeqnoAsync()).Should().Be(2u);
        await Chain.FundAsync(Slasher.Address, await MissingAsync(evidence, SlashMessage.Execute));
        await PassAsync(SlashCourse.PauseSeconds);
        await DriveAsync(dispute);
        await DriveAsync(dispute);

        await EndedAsync(dispute, SlashOutcome.Executed);
        (await SeqnoAsync()).Should().Be(3u);
    }

    /// <summary>The arbiter decides long before his time is over, and before the delay is.</summary>
    private async Task AppealedAsync(bool isUpheld, SlashOutcome expected, int left)
    {
        var (dispute, evidence) = await AnnouncedDisputeAsync();
        // The grain's own timer may be the first to see it.
        (await SaysAppealedAsync(async () =>
        {
            await TellStakeAsync(Owner, new StakeMessage.Appeal(1, evidence));
            await DriveAsync(dispute);
        })).Should().BeTrue();
        await PassAsync(SlashDelay / 2);
        (await SaysAppealedAsync(() => DriveAsync(dispute))).Should().BeFalse("it was said");
        await TellStakeAsync(Operator, new StakeMessage.Resolve(2, evidence, isUpheld));

        await DriveAsync(dispute);

        await EndedAsync(dispute, expected);
        (await HeardAsync<StakeMessage.ExecuteSlash>()).Should().BeEmpty();
        (await HeardAsync<StakeMessage.LapseSlash>()).Should().BeEmpty();
        (await ReadStakeAsync()).Staked.Should().Be(Nano.FromTon(left));
    }

    private async Task<bool> SaysAppealedAsync(Func<Task> work) => (await Tap.Listen("appealed against the slash", work)).Leaks.Contains("the log");

    private async Task<(IDisputeGrain Dispute, HexBytes Evidence)> AnnouncedDisputeAsync()
    {
        await FundSlasherAsync();
        await StakeAsync(Nano.FromTon(10));
        var announced = await UpheldAsync(1);
        await DriveAsync(announced.Dispute);
        await DriveAsync(announced.Dispute);
        (await announced.Dispute.View()).Phase.Should().Be(DisputePhase.Announced);
        return announced;
    }

    private static async Task EndedAsync(IDisputeGrain dispute, SlashOutcome outcome)
    {
        var state = await dispute.View();
        (state.Phase, state.SlashOutcome).Should().Be((DisputePhase.Closed, outcome));
    }

    /// <summary>Whether a drive tries to reach the chain while the way is cut.</summary>
    private async Task<bool> HaltsAsync(IDisputeGrain dispute) => (await Tap.Listen("did not get further now", () => DriveAsync(dispute))).Leaks.Contains("the log");

    private async Task<uint> SeqnoAsync() => WalletV5R1.Seqno((await Chain.Client.GetAccountAsync(Slasher.Address)).Data);

    private async Task<Nano> MissingAsync(HexBytes evidence, SlashMessage says)
    {
        var purse = await Services.GetRequiredService<ISlasher>().Purse(new SlashOrder(Stake, Asked, evidence) { Says = says }, default);
        purse.Missing.IsPositive.Should().BeTrue();
        return purse.Missing;
    }
}
