using Cocoon.Core.Audit;

namespace Cocoon.Core.Tests.Audit;

public sealed class BooksAuditTests
{
    private static readonly AuditScope Running = new() { Now = Samples.Now.AddSeconds(2) };

    [Fact]
    public void A_market_without_records_is_sound() => BooksAudit.Check(new Books(), Running).Should().BeEmpty();

    [Fact]
    public void A_busy_market_is_sound() => BooksAudit.Check(SampleMarket.Busy().Books, Running).Should().BeEmpty();

    [Fact]
    public void A_settled_market_is_sound_when_all_is_quiet()
    {
        var market = new SampleMarket();
        for (var i = 0; i < 5; i++) market.Run(SampleMarket.First, SampleMarket.Good);
        market.Vouch(SampleMarket.First);
        market.Push(SampleMarket.First);
        market.Settle();

        BooksAudit.Check(market.Books, Running with { Now = Samples.Now.AddHours(1), Quiet = true }).Should().BeEmpty();
    }

    /// <summary>What a crash between two writes leaves behind, and what the market mends by itself.</summary>
    [Fact]
    public void Moments_between_two_writes_are_legal()
    {
        var market = SampleMarket.Busy();
        var completed = market.Lease(SampleMarket.Second, SampleMarket.Good);
        market.Complete(completed);
        BooksAudit.Check(market.Books, Running).Should().BeEmpty("the receipt is written before it is charged");
        market.Post(completed);
        BooksAudit.Check(market.Books, Running).Should().BeEmpty("the charge is written before the job is receipted");
        market.Vouch(SampleMarket.Second);
        market.Push(SampleMarket.Second, acknowledged: false);
        BooksAudit.Check(market.Books, Running).Should().BeEmpty("the shard has the receipt before the channel lets go of it");
        market.Settle(closed: false);
        BooksAudit.Check(market.Books, Running).Should().BeEmpty("a batch is archived before it is closed");
    }

    [Fact]
    public void Ten_thousand_jobs_of_a_sound_market_leave_nothing_to_find()
    {
        var market = new SampleMarket();
        for (var i = 1; i <= 10_000; i++)
        {
            market.Run(i % 2 == 0 ? SampleMarket.First : SampleMarket.Second, i % 3 == 0 ? SampleMarket.Cheap : SampleMarket.Good);
            if (i % 500 != 0) continue;
            market.Vouch(SampleMarket.First);
            market.Vouch(SampleMarket.Second);
            market.Push(SampleMarket.First);
            market.Push(SampleMarket.Second);
            market.Settle();
        }
        var books = market.Books;
        BooksAudit.Check(books, Running).Should().BeEmpty();
    }
}
