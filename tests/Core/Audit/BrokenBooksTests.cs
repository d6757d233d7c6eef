using System.Collections.Immutable;
using Cocoon.Core.Audit;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using static Cocoon.Core.Tests.Audit.SampleMarket;

namespace Cocoon.Core.Tests.Audit;

/// <summary>Sound books with one thing wrong in them, found under the right name.</summary>
public sealed class BrokenBooksTests
{
    private static readonly Nano One = new(1);

    private static readonly Dictionary<string, Breakage> Broken = new()
    {
        // A channel by itself.
        ["a record under another key"] = new("I3", "has the record of channel", books => books.Channel(First, state => state with { Channel = Second })),
        ["a negative total"] = new("I1", "negative total", books => books.Channel(First, state => state with { Withdrawn = new Nano(-1) })),
        ["holds that do not add up"] = new("I1", "holds do not add up", books => books.Channel(First, state => state with { Held = state.Held + One })),
        ["more spent than deposited"] = new("I2", "of a deposit of", books => books.Channel(First, state => state with { Deposit = state.Charged })),
        ["a voucher above the deposit"] = new("I4", "has a voucher for", books => books.Channel(First, state => state with { Deposit = state.Vouched - One })),
        ["more claimed than deposited"] = new("I1", "claimed and", books => books.Channel(First, state => state with { Claimed = state.Deposit + One })),
        ["a voucher of another channel"] = new("I4", "voucher of channel", books => books.Channel(First, state => state with { Voucher = books.Channels[Second].Voucher })),
        ["a voucher older than settlement's"] = new("I4", "settlement has", books => books.Channel(First, state => state with { Voucher = state.Voucher! with { Voucher = state.Voucher.Voucher with { Seqno = 1 } } })),
        ["an acknowledged voucher that is lost"] = new("I8", "acknowledged voucher", books => books.Tally(First, tally => tally with { Voucher = tally.Voucher with { Voucher = tally.Voucher.Voucher with { Seqno = 1 } } })),
        ["a negative hold"] = new("I5", "is negative", books => books.Channel(First, state => state with { Holds = state.Holds.SetItem(books.Any(JobStatus.Running), new Hold(new Nano(-5), Samples.Now)) })),
        ["a hold that outlives its charge"] = new("I5", "which is charged", books => books.Channel(First, state => state with { Holds = state.Holds.Add(books.Any(JobStatus.Receipted), new Hold(One, Samples.Now)) })),
        ["a hold of another amount"] = new("I5", "which asked for", books => books.Job(books.Any(JobStatus.Running), state => state with { Hold = state.Hold + One })),
        ["a hold released twice"] = new("I5", "twice", books => books.Channel(First, state => state with { Ended = state.Ended.Add(state.Ended[0]) })),
        ["a hold taken again after its release"] = new("I5", "again", books => books.Channel(First, state => state with { Ended = state.Ended.Add(new EndedHold(books.Any(JobStatus.Running), HoldEnding.Voided, default, 0)) })),
        ["a charge remembered with another receipt"] = new("I3", "not the job's", books => books.Channel(First, state => state with { Ended = state.Ended.SetItem(0, state.Ended[0] with { ReceiptHash = Samples.Bytes(77) }) })),
        ["a charge remembered under a number too high"] = new("I6", "as number", books => books.Channel(First, state => state with { Ended = state.Ended.SetItem(0, state.Ended[0] with { ReceiptNumber = 1_000 }) })),
        ["a hold voided and charged"] = new("I5", "without a charge", books => books.Channel(First, state => state with { Ended = state.Ended.SetItem(0, state.Ended[0] with { Ending = HoldEnding.Expired }) })),

        // A channel and its shard.
        ["settlement took more than was charged"] = new("I6", "settlement has taken", books => books.Channel(Second, state => state with { ReceiptCount = state.ReceiptCount - 1 })),
        ["an outbox cleared early"] = new("I8", "neither in its outbox nor in settlement", books => books.Channel(First, state => state with { Unsettled = [] })),
        ["a gap in the outbox"] = new("I6", "comes next", books => books.Channel(First, state => state with { Unsettled = [state.Unsettled[0] with { Number = 99 }] })),
        ["a receipt of another channel in the outbox"] = new("I6", "in its outbox", books => books.Channel(First, state => state with { Unsettled = [state.Unsettled[0] with { Line = state.Unsettled[0].Line with { Channel = Second } }] })),
        ["charges in the outbox that do not add up"] = new("I1", "do not add up", books => books.Channel(First, state => state with { Unsettled = [state.Unsettled[0] with { ChargedAfter = One }] })),
        ["a charge without a receipt"] = new("I1", "not what was charged", books => books.Channel(First, state => state with { Charged = state.Charged + One })),
        ["a receipt taken and lost by the shard"] = new("I8", "has lost number", books => books.Tally(First, tally => tally with { LastNumber = tally.LastNumber + 1 })),
        ["a receipt in outbox and settlement"] = new("I6", "were taken", books => books.Shard(shard => shard with { Pending = shard.Pending.Add(books.Channels[First].Unsettled[0].Line) })),
        ["a channel in two shards"] = new("I6", "settles with shard", books => books with { Settlements = books.Settlements.ToImmutableDictionary().Add(1, books.Settlements[0]) }),
        ["a channel whose books are lost"] = new("I8", "has no books", books => books with { Channels = books.Channels.ToImmutableDictionary().Remove(Second) }),

        // Jobs and their receipts.
        ["a charged job whose receipt is lost"] = new("I6", "neither in an outbox nor in settlement", books => books.Shard(shard => shard with { Pending = [] })),
        ["a failed job that is charged"] = new("I6", "is charged", books => books.Job(books.Any(JobStatus.Receipted), state => state with { Status = JobStatus.Failed })),
        ["a completed job without a receipt"] = new("I6", "without receipt", books => books.Job(books.Any(JobStatus.Completed), state => state with { Receipt = null })),
        ["a receipt of another job"] = new("I3", "the receipt of another job", books => books.Receipt(books.Any(JobStatus.Completed), receipt => receipt with { Job = Samples.Job(999) })),
        ["a fee that was not leased"] = new("I10", "other prices", books => books.Receipt(books.Any(JobStatus.Completed), receipt => receipt with { FeeBps = 501 })),
        ["a bonus that was not leased"] = new("I10", "other prices", books => books.Receipt(books.Any(JobStatus.Completed), receipt => receipt with { BonusBps = 301 })),
        ["a bonus above the fee"] = new("I10", "a bonus of 501 basis points", books => books.Receipt(books.Any(JobStatus.Completed), receipt => receipt with { BonusBps = 501 })),
        ["a bonus that its receipt does not name"] = new("I10", "and its receipt charges", books => books.Shard(shard => shard with { Pending = shard.Pending.SetItem(0, shard.Pending[0] with { Bonus = One }) })),
        ["bonuses that do not add up"] = new("I10", "bonuses do not add up", books => books.Shard(shard => shard with { Bonuses = One })),
        ["a charge above the hold"] = new("I5", "on a hold of", books => books.Job(books.Any(JobStatus.Completed), state => state with { Hold = One })),
        ["more tokens than were asked for"] = new("I11", "counts", books => books.Receipt(books.Any(JobStatus.Completed), receipt => receipt with { Tokens = new TokenCounts(1, 0, 5, 0) })),
        ["token counts that overflow"] = new("I11", "counts", books => books.Receipt(books.Any(JobStatus.Completed), receipt => receipt with { Tokens = new TokenCounts(1, 0, long.MaxValue, long.MaxValue) })),
        ["an answer of which nothing was delivered"] = new("I11", "counts", books => books.Receipt(books.Any(JobStatus.Completed), receipt => receipt with { Tokens = new TokenCounts(1, 0, 0, 0) })),
        ["a charge that does not follow from the counts"] = new("I11", "does not follow", books => books.Receipt(books.Any(JobStatus.Completed), receipt => receipt with { Charge = receipt.Charge + One })),
        ["a fee of more than all"] = new("I10", "basis points", books => books.Receipt(books.Any(JobStatus.Completed), receipt => receipt with { FeeBps = 10_001 })),
        ["another appraisal"] = new("I12", "another appraisal", books => books.Receipt(books.Any(JobStatus.Completed), receipt => receipt with { AppraisalHash = Samples.Bytes(77) })),
        ["a tier below what was asked for"] = new("I12", "asked for", books => books.Job(books.Any(JobStatus.Completed), state => state with { Spec = state.Spec! with { LeastTier = Tier.CcGpu } })),
        ["a charge whose job is lost"] = new("I6", "no receipt in its record", books => books with { Jobs = books.Jobs.ToImmutableDictionary().Remove(books.Any(JobStatus.Receipted)) }),
        ["a receipt changed after its charge"] = new("I3", "another receipt than its own", books => books.Receipt(books.Any(JobStatus.Receipted), receipt => receipt with { StartedAt = Samples.Now.AddHours(-1) })),
        ["pay and fee that do not make the charge"] = new("I10", "and its receipt charges", books => books.Shard(shard => shard with { Pending = shard.Pending.SetItem(0, shard.Pending[0] with { Pay = shard.Pending[0].Pay + One }) })),
        ["a line for another provider"] = new("I6", "another channel, provider or time", books => books.Shard(shard => shard with { Pending = shard.Pending.SetItem(0, shard.Pending[0] with { Provider = Cheap }) })),

        // Providers.
        ["a provider's record under another key"] = new("I3", "has the record of provider", books => books.Provider(Good, state => state with { Id = Cheap })),
        ["a lease in another job's place"] = new("I3", "in the place of", books => books.Provider(Good, state => state with { Leases = state.Leases.Add(Samples.Job(999), state.Leases.Values.First()) })),
        ["a lease of a later life"] = new("I12", "in life", books => books.Provider(Good, state => state with { Epoch = 0 })),
        ["more leases than slots"] = new("I3", "and has 2", books => books.Provider(Good, state => state with { Leases = state.Leases.AddRange(Enumerable.Range(900, 2).Select(number => KeyValuePair.Create(Samples.Job(number), state.Leases.Values.First() with { Job = Samples.Job(number) }))) })),

        // A shard and its batches.
        ["a receipt counted and gone"] = new("I6", "took", books => books.Shard(shard => shard with { ReceiptCount = shard.ReceiptCount + 1 })),
        ["fees that do not add up"] = new("I10", "fees do not add up", books => books.Shard(shard => shard with { Fees = shard.Fees + One })),
        ["receipts of a channel unknown to the shard"] = new("I6", "took none", books => books.Shard(shard => shard with { Channels = shard.Channels.Remove(Second) })),
        ["a channel's charges that do not add up"] = new("I1", "the charges of channel", books => books.Tally(First, tally => tally with { Charged = tally.Charged - One })),
        ["charges beyond the voucher"] = new("I4", "took charges of", books => books.Tally(First, tally => tally with { Voucher = tally.Voucher with { Voucher = tally.Voucher.Voucher with { Amount = One } } })),
        ["pay taken that does not add up"] = new("I1", "the pay taken", books => books.Earnings(Good, tally => tally with { Accepted = tally.Accepted + One })),
        ["pay in batches that does not add up"] = new("I1", "the pay in batches", books => books.Earnings(Good, tally => tally with { Earned = tally.Earned + One })),
        ["a payout that was not booked"] = new("I1", "the payouts to provider", books => books.Earnings(Good, tally => tally with { Paid = tally.Paid - One })),
        ["more drawn than earned"] = new("I1", "drew", books => books.Earnings(Good, tally => tally with { Drawn = tally.Earned })),
        ["a batch that pays more than is owed"] = new("I1", "are owed", books => books.Open(batch => batch with { Payouts = batch.Payouts.ConvertAll(payout => payout with { Amount = payout.Amount + One }) })),
        ["a receipt in two batches"] = new("I6", "and another in", books => books.Open(batch => batch with { Receipts = batch.Receipts.AddRange(books.Batches[new BatchId(0, 0)].Receipts) })),
        ["a batch that is lost"] = new("I6", "and has", books => books with { Batches = books.Batches.ToImmutableDictionary().Remove(new BatchId(0, 0)) }),
        ["an archive without a shard"] = new("I7", "no books", books => books with { Batches = books.Batches.ToImmutableDictionary().Add(new BatchId(5, 0), books.Batches[new BatchId(0, 0)]) }),
        ["a batch under another seqno"] = new("I7", "calls itself", books => books.Archived(0, batch => batch with { Seqno = 9 })),
        ["an archived batch that was not confirmed"] = new("I7", "was not confirmed", books => books.Archived(0, batch => batch with { Status = BatchStatus.Claimed })),
        ["two batches paid at once"] = new("I7", "as another batch was", books => books.Archived(1, batch => batch with { PayoutTransaction = books.Batches[new BatchId(0, 0)].PayoutTransaction })),
        ["an open batch out of turn"] = new("I7", "its open batch is", books => books.Open(batch => batch with { Seqno = 17 })),
        ["an open batch that is confirmed"] = new("I7", "is confirmed", books => books.Open(batch => batch with { Status = BatchStatus.Confirmed })),
        ["an archived batch that is yet to come"] = new("I7", "is archived, and", books => books.Shard(shard => shard with { NextSeqno = 1 })),
        ["roots forgotten"] = new("I7", "remembers other roots", books => books.Shard(shard => shard with { LastEarningsRoot = Samples.Bytes(77) })),
        ["a payout of nothing"] = new("I1", "pays nothing", books => books.Open(batch => batch with { Payouts = batch.Payouts.Add(new Payout(Samples.Account(99), Nano.Zero)) })),
        ["too many payouts"] = new("I7", "no message holds", books => books.Open(batch => batch with { Payouts = [.. Enumerable.Repeat(batch.Payouts[0], 255)] })),
        ["a provider paid twice by a batch"] = new("I7", "pays a provider twice", books => books.Open(batch => batch with { Payouts = batch.Payouts.Add(batch.Payouts[0]) })),
        ["a channel claimed twice by a batch"] = new("I7", "claims a channel twice", books => books.Open(batch => batch with { Claims = batch.Claims.Add(batch.Claims[0]) })),
        ["an old voucher claimed after a new one"] = new("I4", "an earlier batch claimed", books => books.Open(batch => batch with { Claims = books.Batches[new BatchId(0, 0)].Claims })),
        ["a batch rebuilt with other receipts"] = new("I7", "receipt root", books => books.Open(batch => batch with { Receipts = batch.Receipts.RemoveAt(0) })),
        ["an earnings root of something else"] = new("I7", "earnings root", books => books.Open(batch => batch with { EarningsRoot = Samples.Bytes(77) })),
        ["earnings stated wrong"] = new("I1", "states that", books => books.Open(batch => batch with { Earnings = batch.Earnings.SetItem(0, batch.Earnings[0] with { Guaranteed = One }) })),
        ["a provider missing in the earnings"] = new("I1", "have earned something", books => books.Open(batch => batch with { Earnings = batch.Earnings.RemoveAt(0) })),
    };

    public static TheoryData<string> Names => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_found(string name)
    {
        var (invariant, words, damage) = Broken[name];

        var findings = BooksAudit.Check(damage(Busy().Books), new AuditScope { Now = Samples.Now.AddSeconds(2) });

        findings.Should().Contain(finding => finding.Invariant == invariant && finding.What.Contains(words, StringComparison.Ordinal), $"that is what is wrong, not {string.Join("; ", findings)}");
    }

    private sealed record Breakage(string Invariant, string Words, Func<Books, Books> Damage);
}
