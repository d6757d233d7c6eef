using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Chain;
using Cocoon.Grains.Tests;
using Cocoon.Ton.Stakes;
using Cocoon.Ton.Tests.LocalChain;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cocoon.Silo.Tests.Chain;

/// <summary>From a dispute that was upheld to the slash that its stake's contract holds.</summary>
public sealed class SlashOnChainTests : SiloOnChain
{
    /// <summary>Every job is audited here, so a slash is twice the charge.</summary>
    private static readonly Nano Charge = Nano.FromTon(2);
    private static readonly Nano Asked = Nano.FromTon(4);

    [LocalChainFact]
    public async Task A_slash_is_announced_on_chain_with_its_amount_and_evidence_and_the_dispute_ends()
    {
        await FundSlasherAsync();
        await StakeAsync(Nano.FromTon(10));
        var (dispute, evidence) = await UpheldAsync(1);

        await DriveAsync(dispute);

        var slash = (await ReadStakeAsync()).Slash!;
        (slash.Amount, slash.Evidence, slash.Appeal).Should().Be((Asked, evidence, null));
        await DriveAsync(dispute);
        (await dispute.View()).Phase.Should().Be(DisputePhase.Closed);
        await Chain.PassAsync(SlashDelay);
        await TellStakeAsync(Owner, new StakeMessage.ExecuteSlash(1, evidence));
        (await ReadStakeAsync()).Staked.Should().Be(Nano.FromTon(6));
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
        (await dispute.View()).Phase.Should().Be(DisputePhase.Closed);
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
        (await ReadStakeAsync()).Slash!.Evidence.Should().Be(firstEvidence);

        await Chain.PassAsync(SlashDelay);
        await TellStakeAsync(Owner, new StakeMessage.ExecuteSlash(1, firstEvidence));
        await DriveAsync(second);

        var slash = (await ReadStakeAsync()).Slash!;
        (slash.Amount, slash.Evidence).Should().Be((Nano.FromTon(1), secondEvidence));
        await DriveAsync(second);
        (await second.View()).Should().Match<DisputeState>(state => state.Phase == DisputePhase.Closed && state.Slash!.Amount == Nano.FromTon(1));
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

    private Task FundSlasherAsync() => Chain.FundAsync(Slasher.Address, Nano.FromTon(20));

    private static ulong QueryId(HexBytes evidence) => BitConverter.ToUInt64(evidence.ToArray());

    /// <summary>What the grain's timer and its reminder do.</summary>
    private static Task DriveAsync(IDisputeGrain dispute) =>
        dispute.AsReference<IRemindable>().ReceiveReminder("decide", new TickStatus(DateTime.UtcNow, TimeSpan.FromMinutes(1), DateTime.UtcNow));

    /// <summary>A dispute against the stake's owner as the ledger holds it after its verdict, before anything came of it on chain.</summary>
    private async Task<(IDisputeGrain Dispute, HexBytes Evidence)> UpheldAsync(byte number)
    {
        var job = JobId.New(DateTimeOffset.UtcNow, [number, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        var now = DateTimeOffset.UtcNow;
        var receipt = new Receipt(job, GrainHost.Address(1), GrainHost.Address(2), Owner.Address, GrainHost.Model, GrainHost.Bytes(4), new TokenCounts(1, 0, 3, 0),
            GrainHost.Prices, Charge, 0, GrainHost.Bytes(5), GrainHost.Bytes(6), Tier.Simulated, GrainHost.Bytes(7), JobEnding.Stop, now, now);
        SignedFinding[] findings = [Finding(job, receipt.Hash(), 31), Finding(job, receipt.Hash(), 32)];
        var state = new DisputeState
        {
            Phase = DisputePhase.Decided,
            Verdict = DisputeVerdict.Upheld,
            Receipt = new SignedReceipt(receipt, GrainHost.Bytes(20), default, GrainHost.Bytes(21), default),
            First = findings[0],
            Third = findings[1],
            IsTold = true,
        };
        var dispute = Grains.Dispute(job);
        await Services.GetRequiredKeyedService<IGrainStorage>(Stores.Ledger).WriteStateAsync("dispute", dispute.GetGrainId(), new GrainState<DisputeState> { State = state });
        return (dispute, AuditEncoding.Evidence(receipt.Hash(), null, findings));
    }

    private static SignedFinding Finding(JobId job, HexBytes receipt, byte auditor) => new(
        new AuditFinding(job, receipt, GrainHost.Bytes(61), GrainHost.Address(auditor), AuditOutcome.Differs, 0, 5, 5, GrainHost.Bytes(9), DateTimeOffset.UnixEpoch), GrainHost.Bytes(auditor), default);
}
