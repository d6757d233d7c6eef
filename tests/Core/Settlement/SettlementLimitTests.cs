using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>How much fits a batch, and what happens at the edge.</summary>
public sealed class SettlementLimitTests
{
    private static readonly SettlementPolicy Policy = new(1_000, TimeSpan.FromHours(1), new Nano(1_000_000), 100, TimeSpan.FromDays(1));
    private static readonly SettlementCosts Free = new(Nano.Zero, Nano.Zero, Nano.Zero);

    private static AccountAddress Numbered(int number, byte kind) => AccountAddress.From(0, [kind, (byte)(number >> 8), (byte)number, .. new byte[29]]);

    private static ReceiptLine Line(int number, AccountAddress channel, AccountAddress provider) =>
        new(new([.. BitConverter.GetBytes(number), .. new byte[28]]), Samples.Job(number), channel, provider, new Nano(95), new Nano(5), Samples.Now);

    private static SettlementPush Push(AccountAddress channel, DateTimeOffset? claimBy, params ReceiptLine[] lines) => new(
        new SignedVoucher(new Voucher(channel, new Nano(100L * Math.Max(1, lines.Length)), (uint)Math.Max(1, lines.Length)), Samples.Bytes(2)),
        [.. lines.Select((line, index) => new PostedReceipt(index + 1, new Nano(100L * (index + 1)), line))], claimBy);

    private static SettlementState Accept(SettlementState state, SettlementPush push) => Settlements.Accept(state, push).State;

    [Fact]
    public void A_batch_pays_254_providers_and_leaves_the_others_for_the_next()
    {
        var lines = Enumerable.Range(1, Settlements.MaxPayouts + 1).Select(number => Line(number, Samples.Channel, Numbered(number, 9))).ToArray();

        var cut = Settlements.Cut(Accept(new SettlementState(), Push(Samples.Channel, null, lines)), Policy, Free, Samples.Now).State;

        cut.Open!.Receipts.Should().HaveCount(255);
        cut.Open.Payouts.Should().HaveCount(254);
        cut.Open.Earnings.Should().HaveCount(255).And.ContainSingle(entry => entry.Guaranteed.Value == 95, "the one that waits is guaranteed by the root");
    }

    [Fact]
    public void A_batch_claims_254_channels_and_leaves_the_receipts_of_others()
    {
        var state = new SettlementState();
        for (var number = 1; number <= Settlements.MaxClaims + 1; number++) state = Accept(state, Push(Numbered(number, 8), null, Line(number, Numbered(number, 8), Samples.Provider)));

        var cut = Settlements.Cut(state, Policy, Free, Samples.Now).State;

        cut.Open!.Claims.Should().HaveCount(254);
        cut.Open.Receipts.Should().HaveCount(254);
        cut.Pending.Should().ContainSingle();
    }

    [Fact]
    public void A_channel_that_ends_takes_a_place_among_the_claims_and_the_soonest_come_first()
    {
        var state = new SettlementState();
        for (var number = 1; number <= Settlements.MaxClaims; number++) state = Accept(state, Push(Numbered(number, 8), null, Line(number, Numbered(number, 8), Samples.Provider)));
        state = Accept(state, Push(Numbered(300, 8), Samples.Now.AddHours(2)));
        state = Accept(state, Push(Numbered(301, 8), Samples.Now.AddHours(1)));

        var open = Settlements.Cut(state, Policy, Free, Samples.Now).State.Open!;

        open.Claims.Should().HaveCount(254);
        open.Receipts.Should().HaveCount(252);
        open.Claims.Take(2).Select(claim => claim.Voucher.Channel).Should().Equal(Numbered(301, 8), Numbered(300, 8));
    }

    [Fact]
    public void A_full_shard_leaves_receipts_in_their_outboxes()
    {
        var line = Line(1, Samples.Channel, Samples.Provider);
        var almost = new SettlementState { Pending = ImmutableList.CreateRange(Enumerable.Repeat(line, Settlements.MaxPending - 1)) };
        var push = Push(Samples.Channel, null, line);

        Settlements.Accept(almost, push).Refusal.Should().BeNull();
        Settlements.Accept(almost with { Pending = almost.Pending.Add(line) }, push).Refusal!.Code.Should().Be(RefusalCode.SettlementBlocked);
    }

    [Fact]
    public void Sixty_four_accepted_differences_are_remembered()
    {
        var state = new SettlementState();
        for (var number = 1; number <= 65; number++)
        {
            var difference = new Difference(DifferenceKind.ClaimLost, Numbered(number, 8), "1", "0", Samples.Now);
            state = Settlements.Resolve(state with { Differences = [difference] }, DifferenceKind.ClaimLost, difference.Account).State;
        }

        state.Differences.Should().BeEmpty();
        state.Accepted.Should().HaveCount(64);
        state.Accepted[0].Account.Should().Be(Numbered(2, 8));
        state.Accepted[^1].Account.Should().Be(Numbered(65, 8));
    }

    [Fact]
    public void Reconciling_looks_at_the_channels_with_most_to_claim()
    {
        var state = new SettlementState();
        for (var number = 1; number <= Settlements.MaxClaims + 1; number++)
        {
            var voucher = new SignedVoucher(new Voucher(Numbered(number, 8), new Nano(number), 1), Samples.Bytes(2));
            state = Accept(state, new SettlementPush(voucher, []));
        }

        var looked = Settlements.Unclaimed(state);

        looked.Should().HaveCount(254).And.NotContain(Numbered(1, 8));
        looked[0].Should().Be(Numbered(255, 8));
    }
}
