using Cocoon.Core.Audits;
using Cocoon.Core.Money;
using Cocoon.Grains.Chain;
using Cocoon.Grains.Tests;
using Cocoon.Ton.Stakes;
using Cocoon.Ton.Tests.LocalChain;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Silo.Tests.Chain;

/// <summary>From a dispute that was upheld to the slash that its stake's contract holds. What becomes of that: <see cref="SlashEndOnChainTests"/>.</summary>
public sealed class SlashOnChainTests : DisputesOnChain
{
    [LocalChainFact]
    public async Task A_slash_is_announced_on_chain_with_its_amount_and_evidence()
    {
        await FundSlasherAsync();
        await StakeAsync(Nano.FromTon(10));
        var (dispute, evidence) = await UpheldAsync(1);

        await DriveAsync(dispute);

        var slash = (await ReadStakeAsync()).Slash!;
        (slash.Amount, slash.Evidence, slash.Appeal).Should().Be((Asked, evidence, null));
        await DriveAsync(dispute);
        (await dispute.View()).Phase.Should().Be(DisputePhase.Announced);
    }

    [LocalChainFact]
    public async Task When_the_answer_is_lost_the_same_message_is_sent_again_and_counts_once()
    {
        await FundSlasherAsync();
        await StakeAsync(Nano.FromTon(10));
        var (dispute, evidence) = await UpheldAsync(1);
        Way.LosesReplies = true;
        await DriveAsync(dispute);
        Way.LosesReplies = false;

        await DriveAsync(dispute);

        (await AnnouncedAsync()).Should().Equal((new StakeMessage.AnnounceSlash(QueryId(evidence), Asked, evidence), true));
        (await dispute.View()).Phase.Should().Be(DisputePhase.Announced);
    }

    [LocalChainFact]
    public async Task Two_announcements_of_the_same_evidence_count_once()
    {
        await FundSlasherAsync();
        await StakeAsync(Nano.FromTon(10));
        var (slasher, chain) = (Services.GetRequiredService<ISlasher>(), Services.GetRequiredService<IMarketChain>());
        var order = new SlashOrder((await slasher.Find(Owner.Address, default))!.Stake, Asked, GrainHost.Bytes(81));

        await chain.Send(await slasher.Sign(order, default), default);
        await chain.Send(await slasher.Sign(order, default), default);

        (await AnnouncedAsync()).Select(announced => announced.Taken).Should().Equal(true, false);
        (await slasher.Find(Owner.Address, default))!.Knows(order.Evidence).Should().BeTrue();
        await Chain.PassAsync(SlashDelay);
        await TellStakeAsync(Owner, new StakeMessage.ExecuteSlash(1, order.Evidence));
        await chain.Send(await slasher.Sign(order, default), default);
        var stake = await ReadStakeAsync();
        (stake.Staked, stake.Slash).Should().Be((Nano.FromTon(6), null));
        (await slasher.Find(Owner.Address, default))!.Knows(order.Evidence).Should().BeTrue("used evidence is remembered");
    }

    [LocalChainFact]
    public async Task A_message_that_got_lost_is_sent_as_it_is_until_it_expires_and_then_signed_anew()
    {
        await FundSlasherAsync();
        await StakeAsync(Nano.FromTon(10));
        var (dispute, evidence) = await UpheldAsync(1);
        Way.LosesMessages = true;
        await DriveAsync(dispute);
        var lost = (await dispute.View()).Slash!.Attempt!;
        await DriveAsync(dispute);
        (await dispute.View()).Slash!.Attempt.Should().Be(lost);
        await Chain.PassAsync(120);
        Way.LosesMessages = false;

        await DriveAsync(dispute);

        (await dispute.View()).Slash!.Attempt!.ValidUntil.Should().BeGreaterThan(lost.ValidUntil);
        (await AnnouncedAsync()).Should().Equal((new StakeMessage.AnnounceSlash(QueryId(evidence), Asked, evidence), true));
    }

    [LocalChainFact]
    public async Task An_unreachable_chain_and_a_slasher_without_money_lose_nothing()
    {
        await StakeAsync(Nano.FromTon(10));
        var (dispute, evidence) = await UpheldAsync(1);
        Way.IsCut = true;
        await DriveAsync(dispute);
        (await dispute.View()).Phase.Should().Be(DisputePhase.Decided);
        Way.IsCut = false;
        await DriveAsync(dispute);
        (await ReadStakeAsync()).Slash.Should().BeNull("the slasher's wallet does not exist yet");

        await FundSlasherAsync();
        await PassAsync(SlashCourse.PauseSeconds);
        await DriveAsync(dispute);

        (await ReadStakeAsync()).Slash!.Evidence.Should().Be(evidence);
    }

    [LocalChainFact]
    public async Task A_stake_below_the_slash_is_asked_for_whole_and_where_there_is_none_the_dispute_ends()
    {
        await FundSlasherAsync();
        var (first, _) = await UpheldAsync(1);
        await DriveAsync(first);
        (await first.View()).Should().Match<DisputeState>(state => state.Phase == DisputePhase.Closed && state.Slash == null);

        await StakeAsync(Nano.FromTon(3));
        var (second, evidence) = await UpheldAsync(2);
        await DriveAsync(second);

        var slash = (await ReadStakeAsync()).Slash!;
        (slash.Amount, slash.Evidence).Should().Be((Nano.FromTon(3), evidence));
    }

    [LocalChainFact]
    public async Task A_second_slash_waits_for_the_first_and_takes_what_that_left()
    {
        await FundSlasherAsync();
        await StakeAsync(Nano.FromTon(5));
        var (first, firstEvidence) = await UpheldAsync(1);
        var (second, secondEvidence) = await UpheldAsync(2);
        // Both find a whole stake; of two messages with one number of the wallet one is taken.
        Way.LosesMessages = true;
        await DriveAsync(second);
        Way.LosesMessages = false;
        await DriveAsync(first);
        await DriveAsync(second);
        var taken = (await ReadStakeAsync()).Slash!.Evidence;
        // The second looks by itself now and then, and may have been the quicker one.
        var (waiting, evidence) = taken == firstEvidence ? (second, secondEvidence) : (first, firstEvidence);
        taken.Should().BeOneOf(firstEvidence, secondEvidence);

        await PassAsync(SlashDelay);
        await TellStakeAsync(Owner, new StakeMessage.ExecuteSlash(1, taken));
        await DriveAsync(waiting);

        var slash = (await ReadStakeAsync()).Slash!;
        (slash.Amount, slash.Evidence).Should().Be((Nano.FromTon(1), evidence));
        await DriveAsync(waiting);
        (await waiting.View()).Should().Match<DisputeState>(state => state.Phase == DisputePhase.Announced && state.Slash!.Amount == Nano.FromTon(1));
    }

    [LocalChainFact]
    public async Task A_stake_that_was_emptied_in_between_costs_no_more_messages()
    {
        await FundSlasherAsync();
        await StakeAsync(Nano.FromTon(4));
        var (dispute, _) = await UpheldAsync(1);
        Way.LosesMessages = true;
        await DriveAsync(dispute);
        await TellStakeAsync(Owner, new StakeMessage.StartUnbond(1, Nano.FromTon(4)));
        await Chain.PassAsync(UnbondingDelay);
        await TellStakeAsync(Owner, new StakeMessage.FinishUnbond(2));
        Way.LosesMessages = false;

        await DriveAsync(dispute);

        (await dispute.View()).Phase.Should().Be(DisputePhase.Closed);
        (await AnnouncedAsync()).Should().BeEmpty();
    }

    [LocalChainFact]
    public async Task A_stake_that_takes_no_more_evidence_ends_the_dispute()
    {
        await Chain.FundAsync(Slasher.Address, Nano.FromTon(50));
        await StakeAsync(Nano.FromTon(10));
        foreach (var evidence in Enumerable.Range(100, StakeFacts.MaxEvidence).Select(number => GrainHost.Bytes((byte)number)))
        {
            await TellStakeAsync(Slasher, new StakeMessage.AnnounceSlash(1, new Nano(1), evidence));
            await TellStakeAsync(Owner, new StakeMessage.Appeal(2, evidence));
            await TellStakeAsync(Operator, new StakeMessage.Resolve(3, evidence, Upheld: false));
        }
        (await ReadStakeAsync()).UsedEvidence.Should().HaveCount(StakeFacts.MaxEvidence);
        var (dispute, own) = await UpheldAsync(1);

        await DriveAsync(dispute);

        (await dispute.View()).Phase.Should().Be(DisputePhase.Closed);
        (await AnnouncedAsync()).Should().NotContain(announced => announced.Slash.Evidence == own);
    }
}
