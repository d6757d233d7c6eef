using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>What the chain may still take back does not change the books.</summary>
public sealed class SettlementFinalityTests
{
    private static readonly SettlementPolicy Policy = new(5, TimeSpan.FromHours(1), new Nano(1_000_000), 100, TimeSpan.FromDays(1));
    private static readonly SettlementCosts Free = new(Nano.Zero, Nano.Zero, Nano.Zero);
    private static readonly ChainAttempt Attempt = new(Samples.Bytes(1), 100, 0);
    private static readonly BatchSighting Rejected = new(Samples.Bytes(3), 7, Rejected: true);
    private static readonly DrawSighting Draws = new(1, Samples.Bytes(4), 7);
    private static readonly DateTimeOffset Soon = Samples.Now.AddMinutes(5);

    /// <summary>One receipt taken, which pays 95 nano.</summary>
    private static SettlementState Taken()
    {
        var signed = Samples.Receipt(1, 100);
        return Settlements.Accept(new SettlementState(), new SettlementPush(
            Samples.Voucher(100, 1), [new PostedReceipt(1, new Nano(100), ReceiptLine.From(signed.Receipt, signed.Receipt.Hash()))])).State;
    }

    /// <summary>Its batch with the payout sent.</summary>
    private static SettlementState Sent() =>
        Settlements.PayoutSigned(Settlements.Claimed(Settlements.Cut(Taken(), Policy, Free, Samples.Now).State).State, Attempt, 0).State;

    private static Dictionary<AccountAddress, Nano> Drawn(long amount) => new() { [Samples.Provider] = new(amount) };

    private static SettlementPush Push(uint voucher, DateTimeOffset? claimBy) => new(Samples.Voucher(100 * voucher, voucher), [], claimBy);

    private static DateTimeOffset? ClaimBy(params SettlementPush[] pushes) =>
        pushes.Aggregate(new SettlementState(), (state, push) => Settlements.Accept(state, push).State).Channels[Samples.Channel].ClaimBy;

    [Fact]
    public void A_rejection_that_is_only_seen_keeps_the_seqno_and_the_message()
    {
        var seen = Settlements.PayoutSeen(Sent(), Rejected).State;

        (seen.NextSeqno, seen.Open!.Seqno, seen.Open.PayoutAttempt, seen.Open.Sighting).Should().Be((0, 0, Attempt, Rejected));
        Settlements.Confirm(seen, Samples.Now, out var confirmed).Refusal!.Code.Should().Be(RefusalCode.BatchUnknown, "nothing was paid");
        confirmed.Should().BeNull();
    }

    [Fact]
    public void A_rejection_that_was_taken_back_does_not_renumber_the_batch()
    {
        var gone = Settlements.PayoutGone(Settlements.PayoutSeen(Sent(), Rejected).State).State;

        Settlements.PayoutRejected(gone).Refusal!.Code.Should().Be(RefusalCode.BatchUnknown);
        Settlements.PayoutRejected(Sent()).Refusal!.Code.Should().Be(RefusalCode.BatchUnknown, "it was never seen");
        gone.Open!.PayoutAttempt.Should().Be(Attempt, "the same message is sent again");
    }

    [Fact]
    public void A_batch_that_was_paid_after_all_is_not_renumbered()
    {
        var paid = Settlements.PayoutSeen(Settlements.PayoutSeen(Sent(), Rejected).State, new BatchSighting(Samples.Bytes(5), 8)).State;

        Settlements.PayoutRejected(paid).Refusal!.Code.Should().Be(RefusalCode.BatchUnknown);
        Settlements.Confirm(paid, Samples.Now, out _).State.Providers[Samples.Provider].Paid.Value.Should().Be(95);
    }

    [Fact]
    public void Draws_that_are_only_seen_change_neither_tallies_nor_batch()
    {
        var sent = Sent();

        var seen = Settlements.DrawsSeen(sent, Draws).State;

        seen.Should().Be(sent with { Draws = Draws });
        Settlements.DrawsSeen(seen, Draws with { Block = 9 }).Changed.Should().BeFalse("the first sighting counts");
        Settlements.DrawsSeen(seen, Draws with { Block = 5 }).State.Draws!.Block.Should().Be(5, "blocks were taken back");
        Settlements.DrawsSeen(seen, Draws with { Block = 9, Transaction = Samples.Bytes(6) }).State.Draws!.Block.Should().Be(9, "it is drawn again");
    }

    [Fact]
    public void Draws_that_were_taken_back_are_not_booked()
    {
        var sent = Sent();

        var gone = Settlements.DrawsGone(Settlements.DrawsSeen(sent, Draws).State).State;

        Settlements.AdoptDraws(gone, Drawn(95)).Refusal!.Code.Should().Be(RefusalCode.BatchUnknown);
        gone.Should().Be(sent);
        Settlements.DrawsGone(gone).Changed.Should().BeFalse();
    }

    [Fact]
    public void Draws_on_their_way_explain_why_the_vault_is_ahead()
    {
        var state = Taken();
        var vault = new VaultFacts(1, default, default, Samples.Bytes(50), Paused: false, Nano.MaxValue);
        IReadOnlyList<Difference> Differences(SettlementState books) =>
            Settlements.Reconcile(books, Samples.Vault, vault, new Dictionary<AccountAddress, ChannelFacts?>(), Samples.Bytes(50), Samples.Now).State.Differences;

        Differences(state).Should().ContainSingle().Which.Kind.Should().Be(DifferenceKind.VaultAhead);
        Differences(Settlements.DrawsSeen(state, Draws).State).Should().BeEmpty();
    }

    [Fact]
    public void What_was_seen_and_is_not_final_is_read_back_and_otherwise_not_stored()
    {
        var seen = Settlements.DrawsSeen(Settlements.PayoutSeen(Sent(), Rejected).State, Draws).State;

        var json = System.Text.Json.JsonSerializer.Serialize(seen);
        var back = System.Text.Json.JsonSerializer.Deserialize<SettlementState>(json)!;

        (back.Draws, back.Open!.Sighting).Should().Be((Draws, Rejected));
        System.Text.Json.JsonSerializer.Serialize(Settlements.PayoutSeen(Sent(), Rejected with { Rejected = false }).State).Should()
            .NotContain("\"Draws\"", "records of before have no such member").And.NotContain("\"Rejected\"");
    }

    [Theory]
    [InlineData(95, false)]
    [InlineData(40, true)]
    public void Nothing_waits_to_be_paid_once_all_is_drawn(long drawn, bool waits)
    {
        var adopted = Settlements.AdoptDraws(Settlements.DrawsSeen(Sent(), Draws).State, Drawn(drawn)).State;

        (adopted.Providers[Samples.Provider].OwedSince is not null).Should().Be(waits);
        (adopted.NextSeqno, adopted.Draws).Should().Be((1, null));
    }

    [Fact]
    public void A_late_push_with_an_older_voucher_says_nothing_about_the_deadline()
    {
        ClaimBy(Push(2, Soon), Push(1, null)).Should().Be(Soon);
        ClaimBy(Push(2, null), Push(1, Soon)).Should().BeNull();
    }

    [Fact]
    public void Of_pushes_with_one_voucher_the_earliest_deadline_stays_in_any_order()
    {
        ClaimBy(Push(1, Soon), Push(1, null)).Should().Be(Soon);
        ClaimBy(Push(1, null), Push(1, Soon)).Should().Be(Soon);
        ClaimBy(Push(1, Soon), Push(1, Soon.AddHours(1))).Should().Be(Soon);
    }

    [Fact]
    public void A_newer_voucher_brings_its_own_deadline() => ClaimBy(Push(1, Soon), Push(2, null)).Should().BeNull("the change of key is over");
}
