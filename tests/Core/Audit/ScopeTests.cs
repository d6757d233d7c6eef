using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audit;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using static Cocoon.Core.Tests.Audit.SampleMarket;

namespace Cocoon.Core.Tests.Audit;

/// <summary>What is found only by an auditor who knows more than the books.</summary>
public sealed class ScopeTests
{
    private static readonly AuditScope Running = new() { Now = Samples.Now.AddSeconds(2) };
    private static readonly AuditScope Late = new() { Now = Samples.Now.AddHours(1) };

    [Fact]
    public void What_should_have_ended_by_itself_is_wrong_only_when_all_is_quiet()
    {
        var books = Busy().Books;

        BooksAudit.Check(books, Late).Should().BeEmpty("a market that stands still ends nothing");
        var findings = BooksAudit.Check(books, Late with { Quiet = true });

        findings.Where(finding => finding.Invariant == "I13").Should().Contain(finding => finding.What.Contains("still holds"));
    }

    [Fact]
    public void An_outbox_that_nobody_empties_is_wrong_when_all_is_quiet()
    {
        var market = new SampleMarket();
        market.Run(First, Good);
        market.Vouch(First);

        BooksAudit.Check(market.Books, Running with { Quiet = true }).Select(finding => finding.ToString())
            .Should().Contain(text => text.Contains("still in the outbox")).And.Contain(text => text.Contains("was not handed to settlement"));
    }

    [Fact]
    public void Exposure_above_the_cap_is_found_by_whoever_knows_the_cap()
    {
        var books = Busy().Books;
        var exposure = books.Channels.Values.Max(channel => channel.Exposure);

        BooksAudit.Check(books, Running with { Limits = Samples.Limits with { CreditCap = exposure } }).Should().BeEmpty();
        BooksAudit.Check(books, Running with { Limits = Samples.Limits with { CreditCap = exposure - new Nano(1) } }).Should().ContainSingle().Which.Invariant.Should().Be("I9");
    }

    [Fact]
    public void A_provider_that_offers_fewer_slots_than_are_leased_is_no_finding()
    {
        var books = Busy().Books;
        var shrunk = books.Provider(Good, state => state with
        {
            Appraisal = Samples.Appraisal with { Hash = Samples.Bytes(50) },
            Offers = state.Offers.SetItem("model", Samples.Offer(slots: 0)),
        });

        BooksAudit.Check(shrunk, Running).Should().BeEmpty("the leases were given before");
    }

    [Fact]
    public void A_chain_that_agrees_is_sound_and_gaps_are_the_draws() =>
        Against(chain => chain with { UsedOtherwise = ImmutableHashSet<BatchId>.Empty }).Should().BeEmpty();

    public static TheoryData<string, string, string> Differences => new()
    {
        { "deposit", "I1", "counts on a deposit" },
        { "withdrawn", "I1", "was allowed" },
        { "overdrawn", "I1", "withdrawn of" },
        { "claim lost", "I1", "paid out of a claim" },
        { "claimed", "I1", "counts as claimed" },
        { "vault behind", "I7", "the vault expects" },
        { "vault ahead", "I7", "and the vault" },
        { "roots", "I7", "other roots" },
        { "unpaid", "I7", "and received" },
        { "paid twice", "I7", "was to be paid" },
        { "draw unseen", "I1", "drew" },
        { "batch missing", "I7", "is archived, and its seqno" },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void A_chain_that_differs_is_found(string what, string invariant, string words) =>
        Against(chain => Change(chain, what)).Should().Contain(finding => finding.Invariant == invariant && finding.What.Contains(words, StringComparison.Ordinal));

    [Fact]
    public void A_seqno_that_nobody_used_is_found_by_whoever_counted()
    {
        var books = Settled().Books;
        var without = books with { Batches = books.Batches.ToImmutableDictionary().Remove(new BatchId(0, 0)) };

        BooksAudit.Check(without, Running with { Chain = new ChainSnapshot { UsedOtherwise = ImmutableHashSet<BatchId>.Empty } })
            .Should().Contain(finding => finding.Invariant == "I7" && finding.What == "batch 0 is missing");
    }

    [Fact]
    public void What_clients_were_told_and_is_lost_is_found()
    {
        var books = Busy().Books;
        var job = books.Any(JobStatus.Receipted);
        var voucher = books.Channels[First].Voucher!.Voucher;
        var honest = new ClientMemory
        {
            Receipts = ImmutableDictionary<JobId, HexBytes>.Empty.Add(job, books.Jobs[job].Receipt!.Receipt.Hash()),
            Taken = ImmutableDictionary<AccountAddress, Voucher>.Empty.Add(First, voucher),
            Signed = ImmutableDictionary<AccountAddress, Voucher>.Empty.Add(First, voucher),
        };
        BooksAudit.Check(books, Running with { Clients = honest }).Should().BeEmpty();

        Remembering(honest with { Receipts = ImmutableDictionary<JobId, HexBytes>.Empty.Add(Samples.Job(999), Samples.Bytes(1)) }).Should().Be("I8");
        Remembering(honest with { Receipts = ImmutableDictionary<JobId, HexBytes>.Empty.Add(job, Samples.Bytes(1)) }).Should().Be("I3");
        Remembering(honest with { Taken = ImmutableDictionary<AccountAddress, Voucher>.Empty.Add(First, voucher with { Seqno = 99 }) }).Should().Be("I8");
        Remembering(honest with { Signed = ImmutableDictionary<AccountAddress, Voucher>.Empty.Add(First, voucher with { Amount = voucher.Amount - new Nano(1) }) }).Should().Be("I4");

        string Remembering(ClientMemory memory) => BooksAudit.Check(books, Running with { Clients = memory }).Should().ContainSingle().Subject.Invariant;
    }

    private static SampleMarket Settled()
    {
        var market = new SampleMarket();
        for (var batch = 0; batch < 2; batch++)
        {
            market.Run(First, Good);
            market.Vouch(First);
            market.Push(First);
            market.Settle();
        }
        return market;
    }

    private static IReadOnlyList<Finding> Against(Func<ChainSnapshot, ChainSnapshot> change)
    {
        var market = Settled();
        var tally = market.Shard.Providers[Good];
        var chain = new ChainSnapshot
        {
            Channels = ImmutableDictionary<AccountAddress, ChannelFacts>.Empty.Add(First, Facts(First) with { Claimed = market.Shard.Channels[First].Claimed }),
            Vaults = ImmutableDictionary<int, VaultFacts>.Empty.Add(0, new VaultFacts(2, market.Shard.LastReceiptRoot, market.Shard.LastEarningsRoot, Samples.Key, Paused: false, Nano.Zero)),
            Income = ImmutableDictionary<AccountAddress, ProviderIncome>.Empty.Add(Good, new ProviderIncome(tally.Paid)),
        };
        return BooksAudit.Check(market.Books, Late with { Quiet = true, Chain = change(chain) });
    }

    private static ChainSnapshot Change(ChainSnapshot chain, string what)
    {
        var (facts, vault, income) = (chain.Channels[First], chain.Vaults[0], chain.Income![Good]);
        return what switch
        {
            "deposit" => Channel(facts with { Deposit = facts.Deposit - new Nano(1) }),
            "withdrawn" => Channel(facts with { Withdrawn = new Nano(1) }),
            "overdrawn" => Channel(facts with { Withdrawn = facts.Deposit, Closed = true }),
            "claim lost" => Channel(facts with { Claimed = Nano.Zero }),
            "claimed" => Channel(facts with { Claimed = facts.Claimed + new Nano(1) }),
            "vault behind" => Vault(vault with { Seqno = 1 }),
            "vault ahead" => Vault(vault with { Seqno = 3 }),
            "roots" => Vault(vault with { ReceiptRoot = Samples.Bytes(77) }),
            "unpaid" => Income(income with { Batches = income.Batches - new Nano(1) }),
            "paid twice" => Income(income with { Batches = income.Batches + new Nano(1) }),
            "draw unseen" => Income(income with { Draws = new Nano(1) }),
            "batch missing" => chain with { UsedOtherwise = ImmutableHashSet.Create(new BatchId(0, 1)) },
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "no such difference"),
        };

        ChainSnapshot Channel(ChannelFacts changed) => chain with { Channels = ImmutableDictionary<AccountAddress, ChannelFacts>.Empty.Add(First, changed) };
        ChainSnapshot Vault(VaultFacts changed) => chain with { Vaults = ImmutableDictionary<int, VaultFacts>.Empty.Add(0, changed) };
        ChainSnapshot Income(ProviderIncome changed) => chain with { Income = ImmutableDictionary<AccountAddress, ProviderIncome>.Empty.Add(Good, changed) };
    }
}
