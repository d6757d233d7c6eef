using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>Books against chain: every difference has a name and stops further batches.</summary>
public sealed class ReconcileTests
{
    private static readonly HexBytes Operator = Samples.Bytes(50);
    private static readonly SettlementPolicy Policy = new(5, TimeSpan.FromHours(1), new Nano(1_000_000), 100, TimeSpan.FromDays(1));
    private static readonly SettlementCosts Free = new(Nano.Zero, Nano.Zero, Nano.Zero);
    private static readonly VaultFacts Vault = new(0, Samples.Bytes(0), Samples.Bytes(0), Operator, Paused: false, Nano.FromTon(1));
    private static readonly IReadOnlyDictionary<AccountAddress, ChannelFacts?> NoChannels = new Dictionary<AccountAddress, ChannelFacts?>();

    /// <summary>One receipt of 100 nano taken, its voucher unclaimed.</summary>
    private static SettlementState Taken() => Settlements.Accept(new SettlementState(), Push(1)).State;

    /// <summary>The channel's nth receipt of 100 nano, with the voucher that covers it.</summary>
    private static SettlementPush Push(int number)
    {
        var signed = Samples.Receipt(number, 100);
        var posted = new PostedReceipt(number, new Nano(100L * number), ReceiptLine.From(signed.Receipt, signed.Receipt.Hash()));
        return new SettlementPush(Samples.Voucher(100L * number, (uint)number), [posted]);
    }

    private static SettlementState Compare(SettlementState state, VaultFacts? vault, ChannelFacts? channel = null) =>
        Settlements.Reconcile(state, Samples.Vault, vault, channel is null ? NoChannels : new Dictionary<AccountAddress, ChannelFacts?> { [Samples.Channel] = channel }, Operator, Samples.Now) is { Refusal: null } step
            ? step.State
            : throw new InvalidOperationException();

    private static SettlementState Confirmed()
    {
        var cut = Settlements.Cut(Taken(), Policy, Free, Samples.Now).State;
        var seen = Settlements.PayoutSeen(Settlements.Claimed(cut).State, new BatchSighting(Samples.Bytes(3), 1)).State;
        return Settlements.Confirm(seen, Samples.Now, out _).State;
    }

    [Fact]
    public void Books_that_agree_with_the_chain_show_no_difference()
    {
        var state = Confirmed();

        Compare(state, Vault with { Seqno = 1, ReceiptRoot = state.LastReceiptRoot, EarningsRoot = state.LastEarningsRoot }).Differences.Should().BeEmpty();
    }

    [Theory]
    [InlineData(DifferenceKind.VaultMissing)]
    [InlineData(DifferenceKind.VaultBehind)]
    [InlineData(DifferenceKind.VaultAhead)]
    [InlineData(DifferenceKind.RootsDiffer)]
    [InlineData(DifferenceKind.OperatorChanged)]
    [InlineData(DifferenceKind.VaultPaused)]
    public void Every_difference_of_the_vault_is_named_and_stops_batches(DifferenceKind kind)
    {
        var state = Confirmed();
        var good = Vault with { Seqno = 1, ReceiptRoot = state.LastReceiptRoot, EarningsRoot = state.LastEarningsRoot };
        VaultFacts? bad = kind switch
        {
            DifferenceKind.VaultMissing => null,
            DifferenceKind.VaultBehind => good with { Seqno = 0 },
            DifferenceKind.VaultAhead => good with { Seqno = 2 },
            DifferenceKind.RootsDiffer => good with { EarningsRoot = Samples.Bytes(99) },
            DifferenceKind.OperatorChanged => good with { OperatorKey = Samples.Bytes(99) },
            _ => good with { Paused = true },
        };

        var blocked = Compare(state, bad);

        blocked.Differences.Should().ContainSingle().Which.Kind.Should().Be(kind);
        Settlements.Cut(blocked, Policy, Free, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.SettlementBlocked);
        Settlements.IsDue(blocked, Policy, Free, Samples.Now.AddDays(9)).Should().BeFalse();
        Compare(blocked, good).Differences.Should().BeEmpty("the difference is gone");
    }

    [Fact]
    public void Another_batch_under_the_seqno_of_the_one_sent_is_named()
    {
        var confirmed = Confirmed();
        var open = Settlements.Cut(Settlements.Accept(confirmed, Push(2)).State, Policy, Free, Samples.Now).State;
        var sent = Settlements.PayoutSigned(Settlements.Claimed(open).State, new ChainAttempt(Samples.Bytes(1), 100, 1), 0).State;
        var vault = Vault with { Seqno = 2, ReceiptRoot = sent.Open!.ReceiptRoot, EarningsRoot = sent.Open.EarningsRoot };

        Compare(sent, vault).Differences.Should().BeEmpty("it is ours");
        Compare(sent, vault with { ReceiptRoot = confirmed.LastReceiptRoot, EarningsRoot = confirmed.LastEarningsRoot }).Differences.Should().BeEmpty("a draw used the seqno");
        Compare(sent, vault with { ReceiptRoot = Samples.Bytes(99) }).Differences.Should().ContainSingle().Which.Kind.Should().Be(DifferenceKind.RootsDiffer);
    }

    [Fact]
    public void A_vault_without_the_money_of_its_batch_is_underfunded()
    {
        var open = Settlements.Claimed(Settlements.Cut(Taken(), Policy, Free, Samples.Now).State).State;

        Compare(open, Vault with { Balance = new Nano(94) }).Differences.Should().ContainSingle().Which.Kind.Should().Be(DifferenceKind.VaultUnderfunded);
        Compare(open, Vault with { Balance = new Nano(95) }).Differences.Should().BeEmpty();
    }

    [Fact]
    public void A_claim_that_a_reorganisation_took_back_is_claimable_again()
    {
        var state = Compare(Taken(), Vault, Samples.Facts() with { Claimed = new Nano(100) });
        Settlements.Unclaimed(state).Should().BeEmpty();

        var undone = Compare(state, Vault, Samples.Facts());

        Settlements.Unclaimed(undone).Should().Equal(Samples.Channel);
        undone.Differences.Should().BeEmpty();
    }

    [Fact]
    public void A_channel_that_closed_with_a_debt_is_a_loss_until_someone_accepts_it()
    {
        var lost = Compare(Taken(), Vault, Samples.Facts() with { Closed = true });

        lost.Differences.Should().ContainSingle().Which.Kind.Should().Be(DifferenceKind.ClaimLost);
        Compare(lost, Vault).Differences.Should().HaveCount(1, "lost money does not come back by itself");
        Settlements.Resolve(lost, DifferenceKind.VaultPaused, Samples.Channel).Refusal!.Code.Should().Be(RefusalCode.DifferenceUnknown);
        var accepted = Settlements.Resolve(lost, DifferenceKind.ClaimLost, Samples.Channel).State;
        Compare(accepted, Vault, Samples.Facts() with { Closed = true }).Differences.Should().BeEmpty();
        Settlements.Cut(accepted, Policy, Free, Samples.Now).State.Open.Should().NotBeNull();
    }

    [Fact]
    public void A_channel_that_is_gone_is_named() =>
        Settlements.Reconcile(Taken(), Samples.Vault, Vault, new Dictionary<AccountAddress, ChannelFacts?> { [Samples.Channel] = null }, Operator, Samples.Now)
            .State.Differences.Should().ContainSingle().Which.Kind.Should().Be(DifferenceKind.ChannelMissing);

    [Fact]
    public void A_known_difference_keeps_its_date_and_an_unchanged_comparison_writes_nothing()
    {
        var blocked = Compare(Taken(), Vault with { Paused = true });

        var again = Settlements.Reconcile(blocked, Samples.Vault, Vault with { Paused = true }, NoChannels, Operator, Samples.Now.AddHours(1));

        again.Changed.Should().BeFalse();
        again.State.Differences[0].Since.Should().Be(Samples.Now);
    }

    [Fact]
    public void Draws_by_proof_are_never_paid_a_second_time()
    {
        var open = Settlements.Claimed(Settlements.Cut(Taken(), Policy, Free, Samples.Now).State).State;

        var seen = Settlements.DrawsSeen(open, new DrawSighting(1, Samples.Bytes(4), 7)).State;
        var after = Settlements.AdoptDraws(seen, new Dictionary<AccountAddress, Nano> { [Samples.Provider] = new(40) }).State;

        after.Open!.Seqno.Should().Be(1);
        after.Open.PayoutTotal.Value.Should().Be(95 - 40);
        after.Open.Earnings.Should().ContainSingle().Which.Guaranteed.Value.Should().Be(40, "what was drawn counts against what is guaranteed");
        Settlements.Check(after);
    }
}
