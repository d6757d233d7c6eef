using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Trust;
using Cocoon.Grains.Market;
using Cocoon.Grains.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace Cocoon.Gateway.Tests.Routing;

/// <summary>What a router knows: offers as they change, and what it saw itself.</summary>
public sealed class RouteBookTests
{
    private static readonly AccountAddress Good = FakeMarket.Address(21);
    private static readonly AccountAddress Bad = FakeMarket.Address(22);
    private static readonly RouteQuery Any = new(Tier.Simulated, 10);

    [Fact]
    public async Task Offers_serve_through_an_index_that_fails_and_callers_share_one_follower()
    {
        var (index, failing) = (new FakeIndex { Offers = [Offer(Good)] }, true);
        var grain = Substitute.For<IMarketGrain>();
        grain.Changes(Arg.Any<long>()).Returns(call => failing ? Task.FromException<OfferChanges>(new TimeoutException()) : index.Changes(call.Arg<long>()));
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<IMarketGrain>("model").Returns(grain);
        using var book = new OfferBook(grains, new RunningClock(FakeMarket.Start), NullLogger<OfferBook>.Instance);
        await FluentActions.Awaiting(async () => await book.Of("model")).Should().ThrowAsync<TimeoutException>("the first caller hears why");

        failing = false;
        var views = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => book.Of("model").AsTask()));
        views.Should().OnlyContain(view => view.List.Count == 1);

        // Heard of at once, and of the last one only what has changed.
        var before = views[0];
        index.Put(Offer(Bad));
        await before.Later.WaitAsync(TimeSpan.FromSeconds(30));
        (await book.Of("model")).Offers.Keys.Should().BeEquivalentTo([Good, Bad]);
        before.List.Should().ContainSingle("a view never changes");

        failing = true;
        index.Put(Offer(Good) with { InUse = 1 });
        (await book.Of("model")).Offers.Should().HaveCount(2, "what was announced serves as long as it was announced for");
    }

    [Fact]
    public async Task A_host_that_stops_follows_no_index_and_what_it_heard_serves_on()
    {
        var index = new FakeIndex { Offers = [Offer(Good)] };
        var grain = Substitute.For<IMarketGrain>();
        grain.Changes(Arg.Any<long>()).Returns(call => index.Changes(call.Arg<long>()));
        grain.Snapshot().Returns(_ => index.Offers);
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<IMarketGrain>(Arg.Any<string>()).Returns(grain);
        using var stopping = new CancellationTokenSource();
        using var book = new OfferBook(grains, new RunningClock(FakeMarket.Start), NullLogger<OfferBook>.Instance, stopping.Token);
        var heard = await book.Of("model");

        await stopping.CancelAsync();
        grain.ClearReceivedCalls();
        index.Put(Offer(Bad));

        (await book.Of("model")).Should().BeSameAs(heard);
        (await book.Of("another")).Offers.Keys.Should().BeEquivalentTo([Good, Bad], "a first view is looked up");
        await grain.DidNotReceive().Changes(Arg.Any<long>());
    }

    [Fact]
    public void Who_failed_is_asked_last_and_own_jobs_fill_slots_at_once()
    {
        var book = new RouteBook(new StoppedClock(FakeMarket.Start));
        var view = View(Offer(Good), Offer(Bad));
        book.Failed(Bad, "model");
        for (var seed = 0; seed < 20; seed++) Pick(book, view, seed).Candidates.Select(static offer => offer.Provider).Should().Equal(Good, Bad);

        var running = new[] { book.Enter(Good, "model"), book.Enter(Good, "model") };
        Pick(book, view, 1).HasSlot.Should().BeFalse("both slots have jobs of this router");
        running[0].Dispose();
        running[0].Dispose();
        Pick(book, view, 1).HasSlot.Should().BeTrue();
        book.Table("model", view).Load(book.Table("model", view).RowOf(Good)).Should().Be(1, "a job ends once");
    }

    [Fact]
    public void News_of_loads_change_the_table_in_place_and_new_prices_make_another()
    {
        var book = new RouteBook(new StoppedClock(FakeMarket.Start));
        var table = book.Table("model", View(Offer(Good), Offer(Bad)));
        int Load(AccountAddress provider) => table.Load(table.RowOf(provider));

        // The job went past the first candidate: nobody else goes there before there is news.
        var route = Pick(book, View(Offer(Good), Offer(Bad)), 1);
        var (refused, taker) = (route.Candidates[0].Provider, route.Candidates[1].Provider);
        book.Refused(route with { Query = Any with { Class = JobClass.Batch } }, "model", taker);
        Load(refused).Should().Be(0, "a slot may be kept for jobs that somebody waits for");
        book.Refused(route, "model", taker);
        Load(refused).Should().Be(Offer(refused).Offer.Slots);
        Load(taker).Should().Be(0);

        var told = Offer(Good) with { InUse = 1, FreshUntil = FakeMarket.Start.AddHours(2) };
        book.Table("model", View(told, Offer(Bad) with { FreshUntil = FakeMarket.Start.AddHours(2) })).Should().BeSameAs(table);
        (Load(Good), Load(Bad)).Should().Be((1, 0));
        table[table.RowOf(Good)].Should().Be(told);

        book.Table("model", View(told with { Reputation = 900 }, Offer(Bad))).Should().NotBeSameAs(table);
        book.Table("model", View(told)).Count.Should().Be(1);
        Router.Pick(table, Any, new Random(1), FakeMarket.Start).Count.Should().Be(2, "who still picks from the old one finds it whole");
    }

    [Fact]
    public void Who_refused_is_asked_again_half_a_second_later_also_without_news()
    {
        var clock = new Clock();
        var book = new RouteBook(clock);
        var view = View(Offer(Good));
        var route = Pick(book, view, 1);

        book.Refused(route, "model", taker: null);
        Pick(book, view, 1).HasSlot.Should().BeFalse("it has just said so");
        clock.Pass(400);
        book.Refused(route, "model", taker: null);
        clock.Pass(499);
        Pick(book, view, 1).HasSlot.Should().BeFalse("it has said so again");

        clock.Pass(1);
        Pick(book, view, 1).HasSlot.Should().BeTrue();
    }

    [Fact]
    public void News_after_a_refusal_count_before_it_is_forgiven()
    {
        var clock = new Clock();
        var book = new RouteBook(clock);
        book.Refused(Pick(book, View(Offer(Good)), 1), "model", taker: null);

        Pick(book, View(Offer(Good) with { InUse = 1 }), 1).HasSlot.Should().BeTrue("it has told of a slot");
        var full = View(Offer(Good) with { InUse = 2 });
        Pick(book, full, 1).HasSlot.Should().BeFalse();
        clock.Pass(1_000);
        Pick(book, full, 1).HasSlot.Should().BeFalse("nothing of that was a refusal");
    }

    [Fact]
    public void Conversations_are_found_again_until_many_others_came()
    {
        var sessions = new SessionBook();
        var key = SessionBook.Key(FakeMarket.Client, "model", "a talk");
        sessions.Remember(key, Good);
        sessions.Remember(SessionBook.Key(FakeMarket.Client, "model", null), Bad);

        sessions.Find(key).Should().Be(Good);
        sessions.Find(default).IsSet.Should().BeFalse("no session is none");
        SessionBook.Key(FakeMarket.Channel, "model", "a talk").Should().NotBe(key, "another account's talk is another");
        for (var other = 1; other < SessionBook.MaxSessions; other++) sessions.Remember((UInt128)other, Bad);
        sessions.Find(key).Should().Be(Good);
        for (var other = 1; other < SessionBook.MaxSessions; other++) sessions.Remember((UInt128)other + UInt128.One * SessionBook.MaxSessions, Bad);
        sessions.Find(1).IsSet.Should().BeFalse();
    }

    private static Route Pick(RouteBook book, OfferView view, int seed)
    {
        var table = book.Table("model", view);
        return new Route(table, Any, Router.Pick(table, Any, new Random(seed), FakeMarket.Start), FakeMarket.Start);
    }

    /// <summary>Goes on when it is told to.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _milliseconds;

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => _milliseconds;

        public override DateTimeOffset GetUtcNow() => FakeMarket.Start.AddMilliseconds(_milliseconds);

        public void Pass(long milliseconds) => _milliseconds += milliseconds;
    }

    private static OfferView View(params RoutableOffer[] offers) =>
        new(offers.ToImmutableDictionary(static offer => offer.Provider), Task.CompletedTask);

    private static RoutableOffer Offer(AccountAddress provider) => FakeMarket.Offer() with { Provider = provider };
}
