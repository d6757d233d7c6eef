using Cocoon.Core;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Grains.Operations;
using Cocoon.Grains.Settlement;
using static Cocoon.Storage.Tests.Formats.Values;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>What the records of Fixtures/v0.1 say, written down apart from the code that wrote them. Never changed.</summary>
internal static class ExpectedOfV01
{
    public static IReadOnlyDictionary<string, Action<object>> Records { get; } = new Dictionary<string, Action<object>>
    {
        ["account"] = state => AccountIs((AccountState)state),
        ["audit"] = state => AuditIs((AuditChunk)state, index: 1, entries: 2),
        ["audit-archive"] = state => AuditIs((AuditChunk)state, index: 0, entries: 200),
        ["batch"] = state => BatchIs(((BatchArchive)state).Batch!, 6, BatchStatus.Confirmed),
        ["channel.busy"] = state => BusyIs((ChannelState)state),
        ["channel.closing"] = state => ClosingIs((ChannelState)state),
        ["job.opened"] = state => JobIs((JobState)state, JobStatus.Opened),
        ["job.leased"] = state => JobIs((JobState)state, JobStatus.Leased, lease: 2),
        ["job.running"] = state => JobIs((JobState)state, JobStatus.Running, lease: 3),
        ["job.completed"] = state => JobIs((JobState)state, JobStatus.Completed, lease: 4, receipt: 4),
        ["job.receipted"] = state => JobIs((JobState)state, JobStatus.Receipted, lease: 5, receipt: 5),
        ["job.failed"] = state => JobIs((JobState)state, JobStatus.Failed),
        ["provider"] = state => ProviderIs((ProviderState)state),
        ["settlement.written"] = state => SettlementIs((SettlementState)state, BatchStatus.Written),
        ["settlement.claimed"] = state => SettlementIs((SettlementState)state, BatchStatus.Claimed),
        ["settlement.confirmed"] = state => SettlementIs((SettlementState)state, BatchStatus.Confirmed),
    };

    private static void AccountIs(AccountState account)
    {
        account.Keys.Should().Equal(
            new ApiKeyRecord("a1b2c3d4", "laptop", Hash(20), Time(), null),
            new ApiKeyRecord("e5f6a7b8", "Büro \"2\" <old>", Hash(21), Time(1), Time(9)));
        account.Channels.Should().Equal(Address(2), Address(12));
    }

    private static void AuditIs(AuditChunk chunk, long index, int entries)
    {
        (chunk.Index, chunk.Entries.Count, chunk.FirstBroken()).Should().Be((index, entries, null));
        chunk.Entries[1].Note.Should().Be(new AuditNote("op-0", AuditPhase.Done, "ann", "drain", Address(3).ToString(), "new \"fans\""));
        (chunk.Entries[1].Number, chunk.Entries[1].At).Should().Be((index * 200 + 1, Time(1)));
    }

    private static void BusyIs(ChannelState channel)
    {
        (channel.Channel, channel.Client, channel.Vault, channel.VoucherKey).Should().Be((Address(2), Address(1), Address(5), Hash(50)));
        (channel.Deposit.Value, channel.Charged.Value, channel.Held.Value, channel.Withdrawn.Value, channel.Claimed.Value)
            .Should().Be((5_000_000_000, 4_045, 17_000, 1_000_000_000, 1_000));
        channel.Holds.Should().Equal(new Dictionary<JobId, Hold> { [Job(2)] = new(new Nano(9_000), Time(10)), [Job(3)] = new(new Nano(8_000), Time(11)) });
        channel.Voucher.Should().Be(new SignedVoucher(new Voucher(Address(2), new Nano(3_045), 17), Signature(51)));
        (channel.ReceiptCount, channel.PushedVoucherSeqno, channel.Phase).Should().Be((3, 16, ChannelPhase.Open));
        channel.Unsettled.Should().Equal(
            new PostedReceipt(2, new Nano(3_045), new ReceiptLine(Hash(4), Job(4), Address(2), Address(3), new Nano(1_943), new Nano(102), Time(2))),
            new PostedReceipt(3, new Nano(4_045), new ReceiptLine(Hash(5), Job(5), Address(2), Address(13), new Nano(950), new Nano(50), Time(2))));
        channel.Ended.Should().Equal(
            new EndedHold(Job(1), HoldEnding.Posted, Hash(1), 1),
            new EndedHold(Job(7), HoldEnding.Voided, default, 0),
            new EndedHold(Job(8), HoldEnding.Expired, default, 0),
            new EndedHold(Job(4), HoldEnding.Posted, Hash(4), 2),
            new EndedHold(Job(5), HoldEnding.Posted, Hash(5), 3));
        (channel.ClosesAt, channel.KeyChangesAt).Should().Be(((DateTimeOffset?)null, Time(240)));
        channel.Permit.Should().Be(new WithdrawalPermit(new Nano(1_500_000_000), 1_767_330_000));
        channel.Seen.Should().Be(new DepositSighting(new Nano(6_000_000_000), 4_200));
        channel.Usage.Should().Be(new ChannelUsage(490_923, new Nano(4_045)));
        Channel.Check(channel);
    }

    private static void ClosingIs(ChannelState channel)
    {
        (channel.Channel, channel.Client, channel.Vault, channel.VoucherKey, channel.Deposit.Value)
            .Should().Be((Address(12), Address(1), Address(5), Hash(52), 1_000_000_000));
        (channel.Phase, channel.ClosesAt, channel.Voucher, channel.Permit, channel.Seen).Should().Be((ChannelPhase.Closing, Time(120), null, null, null));
        (channel.Holds.IsEmpty, channel.Unsettled.IsEmpty, channel.Ended.IsEmpty).Should().Be((true, true, true));
        Channel.Check(channel);
    }

    private static void JobIs(JobState job, JobStatus status, byte? lease = null, byte? receipt = null)
    {
        (job.Status, job.Hold.Value).Should().Be((status, 9_000));
        var ceiling = new PriceList(new Nano(3_000_000), new Nano(3_000_000), new Nano(8_000_000), new Nano(8_000_000));
        job.Spec.Should().Be(new JobSpec(Address(1), Address(2), "tiny-jane", 1_000, 1_000, status == JobStatus.Failed ? null : ceiling, Tier.CpuTee, Time(10), Hash(45)));
        job.Lease.Should().Be(lease is { } number ? Lease(number) : null);
        job.Failure.Should().Be(status == JobStatus.Failed ? new Refusal(RefusalCode.ProviderBusy, "All slots of this provider are in use.") : null);
        job.Receipt.Should().Be(receipt is { } of ? Receipt(of) : null);
    }

    private static SignedReceipt Receipt(byte job) => new(
        new Receipt(
            Job(job), Address(1), Address(2), Address(3), "tiny-jane", Hash(32), new TokenCounts(100, 20, 300, 5), Prices, new Nano(2_045), 500,
            Hash(40), Hash(41), Tier.CcGpu, Hash(31), JobEnding.Length, Time(1), Time(2)),
        Hash(30), Signature(42), Hash(43), Signature(44));

    private static PriceList Prices => new(new Nano(2_000_000), new Nano(500_000), new Nano(6_000_000), new Nano(7_000_000));

    private static Lease Lease(byte job) => new(
        Job(job), Address(3), "tiny-jane", Hash(32), Prices, 500, new Appraisal(Tier.CcGpu, Hash(30), Hash(31), Time(60)), 4, Time(10));

    private static void ProviderIs(ProviderState provider)
    {
        (provider.Id, provider.Epoch, provider.Draining).Should().Be((Address(3), 4, true));
        provider.Appraisal.Should().Be(new Appraisal(Tier.CcGpu, Hash(30), Hash(31), Time(60)));
        provider.Offers.Values.Should().Equal(
            new Offer("Big/Model-70B", Hash(33), "int4", 131_072, Prices with { Reasoning = Nano.Zero }, 1, ""),
            new Offer("tiny-jane", Hash(32), "bf16", 8_192, Prices, 16, "eu-west"));
        provider.Leases.Should().Equal(new Dictionary<JobId, Lease> { [Job(2)] = Lease(2), [Job(3)] = Lease(3) });
    }

    private static void SettlementIs(SettlementState shard, BatchStatus status)
    {
        shard.Channels[Address(2)].Should().Be(new ChannelTally(3, Voucher(2, 2_045, 16), new Nano(1_000), Time(240), new Nano(4_045), 15));
        shard.Channels[Address(14)].Should().Be(new ChannelTally(9, Voucher(14, 70, 4), new Nano(70)));
        shard.Providers[Address(3)].Should().Be(new ProviderTally(new Nano(4_893), new Nano(2_950), new Nano(1_900), new Nano(100), Time(30)));
        shard.Providers[Address(13, -1)].Should().Be(new ProviderTally(new Nano(1_850), new Nano(900), Nano.Zero, Nano.Zero, null));
        (shard.Channels.Count, shard.Providers.Count).Should().Be((2, 2));
        shard.Pending.Should().Equal(Line(4, 3), Line(5, 13), Line(9, 3));
        (shard.Fees.Value, shard.ReceiptCount, shard.NextSeqno).Should().Be((252, 12, status == BatchStatus.Confirmed ? 8u : 7u));
        (shard.LastReceiptRoot, shard.LastEarningsRoot).Should().Be((Hash(64), Hash(65)));
        BatchIs(shard.Open!, 7, status);
        if (status != BatchStatus.Written) return;
        shard.Differences.Should().Equal(new Difference(DifferenceKind.VaultUnderfunded, Address(5), "at least 0.000001850 TON", "0.000000000 TON", Time(31)));
        shard.Accepted.Should().Equal(new Difference(DifferenceKind.ClaimLost, Address(14), "7", "5", Time(3)));
    }

    private static void BatchIs(Batch batch, uint seqno, BatchStatus status)
    {
        (batch.Seqno, batch.Status, batch.CutAt, batch.ClaimsRefused).Should().Be((seqno, status, Time(30), 2));
        batch.Receipts.Should().Equal(Line(1, 3), Line(6, 13));
        batch.Claims.Should().Equal(Voucher(2, 2_045, 16));
        batch.Payouts.Should().Equal(new Payout(Address(3), new Nano(950)), new Payout(Address(13), new Nano(900)));
        batch.Earnings.Should().Equal(
            new EarningsEntry(Address(3), new Nano(2_950), new Nano(1_950)), new EarningsEntry(Address(13), new Nano(900), new Nano(900)));
        (batch.ReceiptRoot, batch.EarningsRoot).Should().Be((Hash(61), Hash(62)));
        Attempt(batch.ClaimAttempt).Should().Be(("b5ee9c7201", 1_767_330_000u, 33u));
        Attempt(batch.PayoutAttempt).Should().Be(status == BatchStatus.Written ? null : ("b5ee9c7202", 1_767_330_600u, 7u));
        batch.Sighting.Should().Be(status == BatchStatus.Claimed ? new BatchSighting(Hash(63), 4_242) : null);
        (batch.PayoutTransaction.ToString(), batch.ConfirmedAt).Should().Be(status == BatchStatus.Confirmed ? (Hash(66).ToString(), Time(45)) : ("", null));
    }

    private static (string, uint, uint)? Attempt(ChainAttempt? attempt) => attempt is null ? null : (attempt.Message.ToString(), attempt.ValidUntil, attempt.Seqno);

    private static SignedVoucher Voucher(byte channel, long amount, uint seqno) => new(new Voucher(Address(channel), new Nano(amount), seqno), Signature(60));

    private static ReceiptLine Line(byte job, byte provider) => new(Hash(job), Job(job), Address(2), Address(provider), new Nano(950), new Nano(50), Time(job));
}
