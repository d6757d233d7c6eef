using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Audits;

/// <summary>How disputes are decided.</summary>
public sealed class DisputeTests
{
    private static readonly DateTimeOffset Now = Samples.Now;
    private static readonly AccountAddress Auditor = Samples.Account(71);
    private static readonly AccountAddress Third = Samples.Account(72);
    private static readonly SignedReceipt Receipt = Samples.Receipt(1, 1_000, Samples.Account(70));
    private static readonly DisputeState Opened = Dispute.Open(new DisputeState(), Receipt, 100, Finding(Auditor), DisputeLimits.Default, Now).State;

    [Theory]
    [InlineData(AuditOutcome.Differs, 5, 9, DisputeVerdict.Upheld)]
    [InlineData(AuditOutcome.Differs, 6, 9, DisputeVerdict.Undecided)]
    [InlineData(AuditOutcome.Differs, 5, 8, DisputeVerdict.Undecided)]
    [InlineData(AuditOutcome.Matches, -1, 0, DisputeVerdict.Dismissed)]
    [InlineData(AuditOutcome.MatchesWithinTolerance, 5, 9, DisputeVerdict.Dismissed)]
    [InlineData(AuditOutcome.NotReproducible, -1, 0, DisputeVerdict.Undecided)]
    [InlineData(AuditOutcome.RecordForged, 5, 9, DisputeVerdict.Undecided)]
    public void Two_of_three_decide(AuditOutcome outcome, int position, byte replay, DisputeVerdict expected)
    {
        var decided = Dispute.Conclude(Opened, Finding(Third, outcome, position, replay), Now).State;

        (decided.Phase, decided.Verdict).Should().Be((DisputePhase.Decided, expected));
        Dispute.Conclude(decided, Finding(Third), Now).Changed.Should().BeFalse("a verdict is the last word");
    }

    [Fact]
    public void Who_is_a_party_is_no_third()
    {
        foreach (var party in (AccountAddress[])[Auditor, Receipt.Receipt.Provider])
            Dispute.Conclude(Opened, Finding(party), Now).Refusal!.Code.Should().Be(RefusalCode.OperationConflict);
        Dispute.Conclude(Opened, Finding(Third) with { EnclaveKey = Opened.First!.EnclaveKey }, Now).Refusal.Should().NotBeNull("one machine under two wallets is one machine");
        Dispute.Open(new DisputeState(), Receipt, 100, Finding(Receipt.Receipt.Provider), DisputeLimits.Default, Now).Refusal.Should().NotBeNull();
        Dispute.Open(new DisputeState(), Receipt, 100, Finding(Auditor, AuditOutcome.Matches), DisputeLimits.Default, Now).Refusal.Should().NotBeNull("there is nothing to argue about");
    }

    [Fact]
    public void Silence_is_decided_by_time()
    {
        Dispute.Lapse(Opened, Opened.EvidenceBy.AddTicks(-1)).Changed.Should().BeFalse();
        Dispute.Lapse(Opened, Opened.EvidenceBy).State.Verdict.Should().Be(DisputeVerdict.Unanswered);

        var answered = Dispute.Answer(Opened, Statement(), Opened.EvidenceBy.AddTicks(-1)).State;
        Dispute.Lapse(answered, Opened.EvidenceBy).Changed.Should().BeFalse("it has given its word");
        Dispute.Lapse(answered, Opened.DecideBy).State.Verdict.Should().Be(DisputeVerdict.Undecided);
        Dispute.Answer(Opened, Statement(), Opened.EvidenceBy).Refusal!.Code.Should().Be(RefusalCode.DeadlinePassed);
        Dispute.Answer(Opened, Statement() with { EnclaveKey = Samples.Bytes(99) }, Now).Refusal!.Code.Should().Be(RefusalCode.ReceiptForged);
    }

    [Fact]
    public void Only_what_was_upheld_slashes_and_always_for_the_same_and_never_for_more()
    {
        var order = new SlashOrder(Samples.Account(80), new Nano(5), Samples.Bytes(81));
        var upheld = Dispute.Conclude(Opened, Finding(Third), Now).State;

        Dispute.Slash(Dispute.Conclude(Opened, Finding(Third, AuditOutcome.Matches), Now).State, order).Refusal.Should().NotBeNull();
        var ordered = Dispute.Slash(upheld, order).State;
        Dispute.Slash(ordered, order with { Attempt = new ChainAttempt(Samples.Bytes(1), 2, 3) }).State.Slash!.Attempt!.Seqno.Should().Be(3);
        Dispute.Slash(ordered, order with { Amount = new Nano(4) }).State.Slash!.Amount.Value.Should().Be(4, "the stake may have shrunk");
        foreach (var other in (SlashOrder[])[order with { Amount = new Nano(6) }, order with { Stake = Samples.Account(82) }, order with { Evidence = Samples.Bytes(82) }])
            FluentActions.Invoking(() => Dispute.Slash(ordered, other)).Should().Throw<InvariantViolationException>();
        Dispute.Close(Dispute.Told(ordered).State).State.Should().Match<DisputeState>(state => state.Phase == DisputePhase.Closed && state.IsTold);
    }

    [Fact]
    public void A_slash_is_announced_once_and_ended_only_after_that()
    {
        var order = new SlashOrder(Samples.Account(80), new Nano(5), Samples.Bytes(81)) { Attempt = new ChainAttempt(Samples.Bytes(1), 2, 3) };
        var ordered = Dispute.Slash(Dispute.Conclude(Opened, Finding(Third), Now).State, order).State;
        Dispute.Slash(ordered, order with { Says = SlashMessage.Execute }).Refusal.Should().NotBeNull("it is not on chain yet");

        var announced = Dispute.Announced(Dispute.Rest(ordered, Now).State, 1_000).State;

        (announced.Phase, announced.AnnouncedAt, announced.RestsUntil).Should().Be((DisputePhase.Announced, 1_000u, null));
        Dispute.Announced(announced, 1_001).Changed.Should().BeFalse();
        Dispute.Slash(announced, order).Refusal.Should().NotBeNull("it is on chain already");
        foreach (var says in (SlashMessage[])[SlashMessage.Execute, SlashMessage.Lapse]) Dispute.Slash(announced, order with { Says = says }).State.Slash!.Says.Should().Be(says);
        Dispute.Rest(announced, Now.AddDays(3)).State.RestsUntil.Should().Be(Now.AddDays(3));
    }

    [Fact]
    public void An_ended_slash_is_the_last_word_and_only_an_upheld_dispute_has_one()
    {
        var announced = Dispute.Announced(Dispute.Conclude(Opened, Finding(Third), Now).State, 1_000).State;
        var dismissed = Dispute.Conclude(Opened, Finding(Third, AuditOutcome.Matches), Now).State;

        var ended = Dispute.End(Dispute.Rest(announced, Now).State, SlashOutcome.Rejected).State;

        (ended.Phase, ended.SlashOutcome, ended.RestsUntil).Should().Be((DisputePhase.Closed, SlashOutcome.Rejected, null));
        Dispute.End(ended, SlashOutcome.Executed).Changed.Should().BeFalse();
        foreach (var state in (DisputeState[])[Opened, dismissed])
            new[] { Dispute.Announced(state, 1), Dispute.Rest(state, Now), Dispute.End(state, SlashOutcome.Executed) }.Should().OnlyContain(step => step.Refusal != null);
        Dispute.Rest(ended, Now).Refusal.Should().NotBeNull();
    }

    [Theory]
    [InlineData(1_000_000, 100, 200_000_000)]
    [InlineData(1_000_000, 0, 20_000_000_000)]
    [InlineData(10, 100, 100_000_000)]
    [InlineData(long.MaxValue, 1, 50_000_000_000)]
    public void A_slash_outweighs_what_cheating_pays(long charge, int auditBps, long expected) =>
        SlashRule.Amount(new Nano(charge), auditBps, least: new Nano(100_000_000), stake: new Nano(50_000_000_000)).Value.Should().Be(expected);

    [Fact]
    public void Everything_that_is_signed_or_goes_on_chain_depends_on_every_field()
    {
        var finding = Finding(Auditor).Finding;
        AuditFinding[] others =
        [
            finding with { Job = Samples.Receipt(2, 1).Receipt.Job }, finding with { Receipt = Samples.Bytes(1) }, finding with { Record = Samples.Bytes(1) }, finding with { Auditor = Third },
            finding with { Outcome = AuditOutcome.RecordForged }, finding with { Choice = 1 }, finding with { Position = 6 }, finding with { Compared = 6 }, finding with { Replay = Samples.Bytes(1) }, finding with { At = Now.AddSeconds(1) },
        ];
        others.Select(AuditEncoding.Hash).Append(finding.Hash()).Should().OnlyHaveUniqueItems();
        var (first, third) = (Finding(Auditor), Finding(Third));
        new[] { AuditEncoding.Evidence(finding.Receipt, Statement(), [first, third]), AuditEncoding.Evidence(finding.Receipt, null, [first, third]), AuditEncoding.Evidence(finding.Receipt, Statement(), [first]) }.Should().OnlyHaveUniqueItems();
    }

    private static SignedFinding Finding(AccountAddress auditor, AuditOutcome outcome = AuditOutcome.Differs, int position = 5, byte replay = 9) => new(
        new AuditFinding(Receipt.Receipt.Job, Receipt.Receipt.Hash(), Samples.Bytes(60), auditor, outcome, 0, position, 5, Samples.Bytes(replay), Now),
        auditor == Auditor ? Samples.Bytes(61) : Samples.Bytes(62), Samples.Bytes(63));

    private static SignedStatement Statement() => new(new AuditStatement(Receipt.Receipt.Job, Receipt.Receipt.Hash(), Samples.Bytes(60), Samples.Bytes(64)), Receipt.EnclaveKey, Samples.Bytes(65));
}
