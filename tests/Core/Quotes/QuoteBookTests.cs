using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Quotes;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Tests.Quotes;

public sealed class QuoteBookTests
{
    private static readonly ProviderState Selling = Provider.Register(new ProviderState(), Samples.Provider, Samples.Appraisal,
        [Samples.Offer() with { Prices = All(100), BatchPrices = All(40), Floor = All(60) }], Samples.Now).State;

    private static PriceList All(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));

    private static QuoteRequest Asked(int nonce = 1, AccountAddress? client = null) =>
        new(client ?? Samples.Client, "model", 60, 40, Tier.CpuTee, JobClass.Interactive, new HexBytes([.. BitConverter.GetBytes(nonce), .. new byte[12]]));

    private static HexBytes Id(int nonce = 1) => QuoteId.Of(Samples.Provider, Asked(nonce).Nonce);

    private static QuoteBook Quoted(int nonce = 1) => Provider.Quote(Selling, QuoteBook.Empty, Asked(nonce), Samples.Now).State;

    private static LeaseRequest Request(int job = 1) => new(Samples.Job(job), "model", 100, All(100), Tier.CpuTee, 500, Samples.Now.AddSeconds(60)) { Client = Samples.Client, Quote = Id() };

    private static Step<ProviderState> Lease(QuoteBook quotes, LeaseRequest request, int seconds = 0, ProviderState? state = null) =>
        Provider.Lease(state ?? Selling, request, Samples.Now.AddSeconds(seconds), quotes);

    [Fact]
    public void A_quote_holds_though_the_offer_has_risen()
    {
        var dearer = Provider.SetTerms(Selling, "model", new OfferTerms { Prices = All(900) }).State;

        var leased = Lease(Quoted(), Request(), 29, dearer).State;

        leased.Leases[Samples.Job(1)].Prices.Should().Be(All(100));
        Lease(Quoted(), Request() with { Quote = default }, 29, dearer).Refusal!.Code.Should().Be(RefusalCode.PriceAboveCeiling);
        Lease(QuoteBook.Empty, Request(), 29, leased).Changed.Should().BeFalse("a repeat keeps its slot, quotes or not");
    }

    [Fact]
    public void A_quote_is_used_once_in_time_by_who_got_it_for_what_it_is()
    {
        var used = Quoted().Use(Id(), Samples.Job(7));
        LeaseRequest[] others = [Request() with { Client = Samples.Account(50) }, Request() with { Class = JobClass.Batch }, Request() with { Tokens = 101 }, Request() with { Quote = Id(2) }, Request() with { Quote = new([1]) }];

        others.Select(other => Lease(Quoted(), other).Refusal!.Code).Should().AllBeEquivalentTo(RefusalCode.QuoteUnknown);
        Lease(QuoteBook.Empty, Request()).Refusal!.Code.Should().Be(RefusalCode.QuoteUnknown);
        Lease(used, Request()).Refusal!.Code.Should().Be(RefusalCode.QuoteEnded);
        Lease(Quoted(), Request(), 30).Refusal!.Code.Should().Be(RefusalCode.QuoteEnded);
        Lease(Quoted(), Request() with { Ceiling = All(99) }).Refusal!.Code.Should().Be(RefusalCode.PriceAboveCeiling);
    }

    [Fact]
    public void A_repeated_request_gets_its_quote_and_no_other_one()
    {
        Provider.Quote(Selling, Quoted(), Asked(), Samples.Now.AddSeconds(5)).Changed.Should().BeFalse();
        Provider.Quote(Selling, Quoted(), Asked() with { MaxPromptTokens = 61 }, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.OperationConflict);
    }

    [Fact]
    public void Who_does_not_sell_does_not_quote()
    {
        Provider.Quote(Provider.Drain(Selling, true).State, QuoteBook.Empty, Asked(), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.ProviderDraining);
        Provider.Quote(Selling, QuoteBook.Empty, Asked() with { MaxPromptTokens = 1_000 }, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.RequestRefused);
        Provider.Quote(Selling, QuoteBook.Empty, Asked() with { LeastTier = Tier.CcGpu }, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.TierNotMet);
        Provider.Quote(Selling, QuoteBook.Empty, Asked() with { Nonce = new([1]) }, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.RequestRefused);
        Provider.Quote(new ProviderState(), QuoteBook.Empty, Asked(), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.ProviderUnknown);
        Provider.Quote(Selling, QuoteBook.Empty, Asked() with { Class = JobClass.Batch }, Samples.Now).State[Id()].Prices.Should().Be(All(40));
    }

    [Fact]
    public void Negotiation_ends_after_three_rounds_and_each_quote_binds_anew()
    {
        Step<QuoteBook> Bid(QuoteBook book, int seconds) => Provider.Counter(Selling, book, Id(), Samples.Client, All(0), _ => 0, Samples.Now.AddSeconds(seconds));

        var once = Bid(Quoted(), 20).State;
        var thrice = Bid(Bid(once, 40).State, 60).State;

        (once[Id()].Prices, once[Id()].Expires, once[Id()].Round).Should().Be((All(80), Samples.Now.AddSeconds(50), 1));
        thrice[Id()].Prices.Should().Be(All(65), "80, 70, 65: half of the way to the floor of 60 each time");
        Bid(thrice, 61).Refusal!.Code.Should().Be(RefusalCode.NegotiationOver);
        Bid(Quoted(), 30).Refusal!.Code.Should().Be(RefusalCode.QuoteEnded);
        Provider.Counter(Selling, Quoted(), Id(), Samples.Account(50), All(0), _ => 0, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.QuoteUnknown);
        Provider.Counter(Selling, Quoted(), Id(), Samples.Client, All(-1), _ => 0, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.AmountInvalid);
        Lease(thrice, Request() with { Ceiling = All(65), Expires = Samples.Now.AddSeconds(120) }, 89).State.Leases[Samples.Job(1)].Prices.Should().Be(All(65));
    }

    [Fact]
    public void Quotes_are_bounded_per_account_and_in_all_and_the_dead_make_room()
    {
        var book = Enumerable.Range(1, QuoteBook.MaxPerAccount).Aggregate(QuoteBook.Empty, static (book, nonce) => Provider.Quote(Selling, book, Asked(nonce), Samples.Now).State);

        Provider.Quote(Selling, book, Asked(99), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.TooManyQuotes);
        Provider.Quote(Selling, book, Asked(99, Samples.Account(50)), Samples.Now).Refusal.Should().BeNull();
        Provider.Quote(Selling, book.Use(Id(3), Samples.Job(3)), Asked(99), Samples.Now).Refusal.Should().BeNull();
        Provider.Quote(Selling, book, Asked(99), Samples.Now.AddSeconds(90)).State.Count.Should().Be(1);
    }

    [Theory]
    [InlineData("0:")]
    [InlineData("-1:")]
    public void An_id_names_who_gave_the_quote(string workchain)
    {
        var provider = AccountAddress.Parse(workchain + new string('a', 64));

        QuoteId.TryProvider(QuoteId.Of(provider, Asked().Nonce), out var named).Should().BeTrue();
        named.Should().Be(provider);
        QuoteId.TryProvider(new([1, 2]), out _).Should().BeFalse();
    }
}
