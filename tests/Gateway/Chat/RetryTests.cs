using System.Net;
using Cocoon.Core;
using Cocoon.Gateway.Market;

namespace Cocoon.Gateway.Tests.Chat;

/// <summary>A silo that is lost before the first token costs the caller a moment, and nobody is charged twice for it.</summary>
public sealed class RetryTests
{
    private const string Request = """{"model":"model","messages":[{"role":"user","content":"hi"}]}""";

    [Theory]
    [InlineData(null)]
    [InlineData("a key")]
    public async Task A_provider_lost_before_the_first_token_is_replaced_once_its_job_is_given_back(string? key)
    {
        var market = new FakeMarket();
        Lose(market, times: 1);
        await using var gateway = await GatewayHost.Start(market);

        using var answer = await gateway.Chat(Request, change: request => { if (key is not null) request.Headers.Add("Idempotency-Key", key); });

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (market.Started.Count, market.GivenBack).Should().Be((2, 1));
    }

    [Fact]
    public async Task It_is_replaced_twice_at_most()
    {
        var market = new FakeMarket();
        Lose(market, times: int.MaxValue);
        await using var gateway = await GatewayHost.Start(market);

        using var answer = await gateway.Chat(Request);

        ((int)answer.StatusCode).Should().BeGreaterThanOrEqualTo(500);
        market.Started.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_job_that_has_begun_is_not_opened_again()
    {
        var market = new FakeMarket { GiveBackRefusal = new Refusal(RefusalCode.JobNotReady, "The job has begun.") };
        Lose(market, times: 1);
        await using var gateway = await GatewayHost.Start(market);

        using var answer = await gateway.Chat(Request);

        ((int)answer.StatusCode).Should().BeGreaterThanOrEqualTo(500);
        market.Started.Should().ContainSingle();
    }

    [Fact]
    public async Task The_last_snapshot_serves_while_a_new_one_cannot_be_fetched_but_not_for_ever()
    {
        var clock = new HandClock();
        var snapshot = new Snapshot<string>(clock, TimeSpan.FromSeconds(1));
        (await snapshot.Get(() => Task.FromResult("first"))).Should().Be("first");

        clock.Advance(TimeSpan.FromSeconds(2));
        (await snapshot.Get(() => Task.FromException<string>(new TimeoutException()))).Should().Be("first");
        (await snapshot.Get(() => Task.FromResult("second"))).Should().Be("second");

        clock.Advance(TimeSpan.FromMinutes(1));
        var fetching = () => snapshot.Get(() => Task.FromException<string>(new TimeoutException()));
        await fetching.Should().ThrowAsync<TimeoutException>();
    }

    [Theory]
    [InlineData(60, HttpStatusCode.OK)]
    [InlineData(0, HttpStatusCode.ServiceUnavailable)]
    public async Task An_index_that_has_just_moved_and_is_still_empty_hides_no_offer_that_is_fresh(int seconds, HttpStatusCode expected)
    {
        var offer = FakeMarket.Offer() with { FreshUntil = FakeMarket.Start.AddSeconds(seconds) };
        var market = new FakeMarket { Offers = [offer] };
        await using var gateway = await GatewayHost.Start(market);
        using var before = await gateway.Chat(Request);

        market.Offers = [];

        using var answer = await gateway.Chat(Request);
        answer.StatusCode.Should().Be(expected);
    }

    private static void Lose(FakeMarket market, int times)
    {
        var honest = market.Run;
        market.Run = cancellationToken => times-- > 0 ? throw new OrleansException("The silo is gone.") : honest(cancellationToken);
    }

    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
