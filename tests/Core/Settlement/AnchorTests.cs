using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>The wallet that claims also carries the hashes of epochs: one message at a time.</summary>
public sealed class AnchorTests
{
    private static readonly ChainAttempt First = new(Samples.Bytes(1), ValidUntil: 100, Seqno: 7);
    private static readonly SettlementState Asked = Settlements.AskAnchor(new SettlementState(), 3, Samples.Bytes(9)).State;

    [Fact]
    public void An_anchor_is_signed_anew_only_after_the_first_message_expired_and_counts_once_final()
    {
        var sent = Settlements.AnchorSigned(Asked, First, chainTime: 40).State;
        var early = () => Settlements.AnchorSigned(sent, First with { ValidUntil = 160 }, chainTime: 100);
        var again = Settlements.AnchorSigned(sent, First with { ValidUntil = 161 }, chainTime: 101).State;
        var final = Settlements.AnchorFinal(Settlements.AnchorSeen(again, Samples.Bytes(2), 10).State).State;

        early.Should().Throw<InvariantViolationException>();
        again.Anchor!.Since.Should().Be(40, "the first message may be the one that is found");
        final.Anchor!.IsFinal.Should().BeTrue();
        Settlements.IsIdle(sent).Should().BeFalse();
        Settlements.IsIdle(final).Should().BeTrue();
        sent.Anchor!.Comment().Should().Be("cocoon reputation 3 " + Samples.Bytes(9));
    }

    [Fact]
    public void What_a_reorganisation_takes_back_is_waited_for_again()
    {
        var seen = Settlements.AnchorSeen(Settlements.AnchorSigned(Asked, First, 40).State, Samples.Bytes(2), 10).State;
        var gone = Settlements.AnchorGone(seen).State;

        seen.Anchor!.IsUnderWay(chainTime: 50).Should().BeFalse("its sequence number is used");
        gone.Anchor!.IsUnderWay(chainTime: 50).Should().BeTrue();
        gone.Anchor.IsUnderWay(chainTime: 101).Should().BeFalse();
        Settlements.AnchorSeen(seen, Samples.Bytes(3), 12).State.Anchor!.Block.Should().Be(12, "another transaction starts over");
    }

    [Fact]
    public void A_newer_epoch_takes_the_place_of_one_that_was_not_signed_and_waits_for_one_that_was()
    {
        var sent = Settlements.AnchorSigned(Asked, First, 40).State;

        Settlements.AskAnchor(Asked, 4, Samples.Bytes(8)).State.Anchor!.Epoch.Should().Be(4);
        Settlements.AskAnchor(sent, 4, Samples.Bytes(8)).Changed.Should().BeFalse();
        Settlements.AskAnchor(sent, 2, Samples.Bytes(8)).Refusal.Should().NotBeNull();
        Settlements.AskAnchor(sent, 3, Samples.Bytes(8)).Refusal.Should().NotBeNull("an epoch has one hash");
        Settlements.AskAnchor(sent, 3, Samples.Bytes(9)).Changed.Should().BeFalse();
    }

    [Fact]
    public void No_anchor_is_signed_beside_a_claim()
    {
        var claiming = Asked with
        {
            Open = new Batch
            {
                Seqno = 0, Receipts = [], Claims = [], Payouts = [], Earnings = [], ReceiptRoot = default, EarningsRoot = default, CutAt = Samples.Now, ClaimAttempt = First,
            },
        };
        var signing = () => Settlements.AnchorSigned(claiming, First, 200);

        Settlements.WantsAnchor(claiming).Should().BeFalse();
        signing.Should().Throw<InvariantViolationException>();
        Settlements.WantsAnchor(claiming with { Open = claiming.Open with { Status = BatchStatus.Claimed } }).Should().BeTrue();
    }
}
