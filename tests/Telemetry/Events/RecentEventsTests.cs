using Cocoon.Core.Money;
using Cocoon.Grains.Events;
using Cocoon.Telemetry.Events;

namespace Cocoon.Telemetry.Tests.Events;

public sealed class RecentEventsTests
{
    [Fact]
    public void A_reader_gets_each_event_once_and_in_order()
    {
        var recent = new RecentEvents(100);
        for (var i = 1; i <= 25; i++) recent.Add(News(i), null);

        var first = recent.Read(0, 10);
        var second = recent.Read(first.Next, 10);
        var third = recent.Read(second.Next, 10);

        first.Events.Concat(second.Events).Concat(third.Events).Select(one => one.News.Amount.Value).Should().Equal(Enumerable.Range(1, 25).Select(i => (long)i));
        recent.Read(third.Next).Should().BeEquivalentTo(new { Events = Array.Empty<RecentEvent>(), Next = 25L, Missed = 0L });
    }

    [Fact]
    public void A_slow_reader_is_told_how_much_it_missed()
    {
        var recent = new RecentEvents(10);
        for (var i = 1; i <= 35; i++) recent.Add(News(i), null);

        var page = recent.Read(5);

        page.Missed.Should().Be(20);
        page.Events.Select(one => one.Number).Should().Equal(Enumerable.Range(26, 10).Select(i => (long)i));
    }

    [Fact]
    public void A_cursor_of_an_earlier_process_starts_anew()
    {
        var recent = new RecentEvents(10);
        recent.Add(News(1), null);

        recent.Read(1_000_000).Events.Should().ContainSingle().Which.Number.Should().Be(1);
    }

    [Fact]
    public void Many_writers_lose_nothing_and_numbers_have_no_gap()
    {
        var recent = new RecentEvents(20_000);

        Parallel.For(0, 8, writer =>
        {
            for (var i = 0; i < 2_000; i++) recent.Add(News(writer), null);
        });

        var seen = new List<long>();
        for (var page = recent.Read(0); page.Events.Length > 0; page = recent.Read(page.Next)) seen.AddRange(page.Events.Select(one => one.Number));
        seen.Should().Equal(Enumerable.Range(1, 16_000).Select(i => (long)i));
    }

    private static MarketEvent News(long amount) => new() { Kind = MarketEventKind.JobCompleted, At = DateTimeOffset.UnixEpoch, Amount = new Nano(amount) };
}
