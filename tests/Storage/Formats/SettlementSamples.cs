using System.Collections.Immutable;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Grains.Settlement;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>Settlement shards with their batch in each status.</summary>
internal static class SettlementSamples
{
    private static readonly SignedVoucher Voucher = new(new Voucher(Values.Address(2), new Nano(2_045), 16), Values.Signature(60));
    private static readonly ChainAttempt Claims = new(new HexBytes([0xb5, 0xee, 0x9c, 0x72, 1]), 1_767_330_000, 33);
    private static readonly ChainAttempt Payouts = new(new HexBytes([0xb5, 0xee, 0x9c, 0x72, 2]), 1_767_330_600, 7);

    private static readonly Batch Cut = new()
    {
        Seqno = 7,
        Status = BatchStatus.Written,
        Receipts = [Line(1, 3), Line(6, 13)],
        Claims = [Voucher],
        Payouts = [new Payout(Values.Address(3), new Nano(950)), new Payout(Values.Address(13), new Nano(900))],
        ReceiptRoot = Values.Hash(61),
        EarningsRoot = Values.Hash(62),
        CutAt = Values.Time(30),
        ClaimAttempt = Claims,
        ClaimsRefused = 2,
        Earnings =
        [
            new EarningsEntry(Values.Address(3), new Nano(2_950), new Nano(1_950)),
            new EarningsEntry(Values.Address(13), new Nano(900), new Nano(900)),
        ],
    };

    /// <summary>Receipts wait, books and chain differ, an older difference was accepted.</summary>
    public static SettlementState Written { get; } = Shard with
    {
        Open = Cut,
        Differences = [new Difference(DifferenceKind.VaultUnderfunded, Values.Address(5), "at least 0.000001850 TON", "0.000000000 TON", Values.Time(31))],
        Accepted = [new Difference(DifferenceKind.ClaimLost, Values.Address(14), "7", "5", Values.Time(3))],
    };

    public static SettlementState Claimed { get; } = Shard with { Open = Cut with { Status = BatchStatus.Claimed, PayoutAttempt = Payouts, Sighting = new BatchSighting(Values.Hash(63), 4_242) } };

    /// <summary>The oldest receipt that waits says what was sold, and a bonus is in its pay.</summary>
    public static SettlementState Confirmed { get; } = Shard with
    {
        Pending = Shard.Pending.SetItem(0, Line(4, 3) with { Bonus = new Nano(30), Sale = new ReceiptSale("tiny-jane", ProviderSamples.Prices, new TokenCounts(100, 20, 300, 5)) { Tier = Tier.CcGpu } }),
        Open = Final(Cut),
        NextSeqno = 8,
        Anchor = ReputationSamples.Anchored,
    };

    public static BatchArchive Archive { get; } = new() { Batch = Final(Cut) with { Seqno = 6 } };

    private static SettlementState Shard => new()
    {
        Channels = ImmutableSortedDictionary<Core.Accounts.AccountAddress, ChannelTally>.Empty
            .Add(Values.Address(2), new ChannelTally(3, Voucher, new Nano(1_000), Values.Time(240), new Nano(4_045), GivenUp: 15))
            .Add(Values.Address(14), new ChannelTally(9, Voucher with { Voucher = new Voucher(Values.Address(14), new Nano(70), 4) }, new Nano(70))),
        Providers = ImmutableSortedDictionary<Core.Accounts.AccountAddress, ProviderTally>.Empty
            .Add(Values.Address(3), new ProviderTally(new Nano(4_893), new Nano(2_950), new Nano(1_900), new Nano(100), Values.Time(30)))
            .Add(Values.Address(13, workchain: -1), new ProviderTally(new Nano(1_850), new Nano(900), Nano.Zero, Nano.Zero, null)),
        Pending = [Line(4, 3), Line(5, 13), Line(9, 3)],
        NextSeqno = 7,
        Fees = new Nano(252),
        ReceiptCount = 12,
        LastReceiptRoot = Values.Hash(64),
        LastEarningsRoot = Values.Hash(65),
    };

    private static Batch Final(Batch batch) => batch with
    {
        Status = BatchStatus.Confirmed,
        PayoutAttempt = Payouts,
        PayoutTransaction = Values.Hash(66),
        ConfirmedAt = Values.Time(45),
    };

    private static ReceiptLine Line(byte job, byte provider) => new(
        Values.Hash(job), Values.Job(job), Values.Address(2), Values.Address(provider), new Nano(950), new Nano(50), Values.Time(job));
}
