using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cocoon.Attestation.Evidence;
using Cocoon.Core;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Routing;
using Cocoon.Grains.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Gateway.Tests.Routing;

/// <summary>What a request says of routing, where it waits, and what is told of it afterwards.</summary>
public sealed class RoutingTests
{
    private const string Request = """{"model":"model","messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task Busy_providers_are_waited_for_and_the_request_is_answered_when_a_slot_is_free()
    {
        var market = new FakeMarket();
        var offer = market.Offers[0];
        market.Offers = [offer with { InUse = offer.Offer.Slots }];
        await using var gateway = await GatewayHost.Start(market);

        var asking = gateway.Chat(Request);
        await Eventually(() => gateway.Queued == 1);
        market.Started.Should().BeEmpty();
        market.Offers = [offer];

        using var answer = await asking;
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        market.Started.Should().ContainSingle();
    }

    [Fact]
    public async Task Who_does_not_get_a_slot_in_time_is_told_when_to_come_back()
    {
        var market = new FakeMarket();
        var offer = market.Offers[0];
        market.Offers = [offer with { InUse = offer.Offer.Slots }];
        await using var gateway = await GatewayHost.Start(market, options => options.QueueTime = TimeSpan.Zero);

        using var answer = await gateway.Chat(Request);

        answer.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("\"provider_busy\"");
        answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.Should().BeInRange(1, 60);
    }

    [Fact]
    public async Task A_job_that_cannot_be_given_back_leaves_its_place_all_the_same()
    {
        var market = new FakeMarket { GiveBackRefusal = new Refusal(RefusalCode.JobNotReady, "The job has begun.") };
        market.Evidence = (EvidenceBundle.TryDecode(market.Evidence)! with { Claims = new EnclaveClaims(FakeMarket.Bytes(9), FakeMarket.Bytes(10), FakeMarket.Bytes(11)) }).Encode();
        await using var gateway = await GatewayHost.Start(market, options => options.QueueTime = TimeSpan.Zero);

        for (var jobs = 0; jobs <= market.Offers[0].Offer.Slots; jobs++)
        {
            using var answer = await gateway.Chat(Request);
            answer.StatusCode.Should().NotBe(HttpStatusCode.TooManyRequests);
        }

        market.GivenBack.Should().Be(market.Offers[0].Offer.Slots + 1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a key")]
    public async Task Refusals_of_busy_providers_are_no_answer_yet(string? key)
    {
        var market = new FakeMarket { BusyTimes = 2 };
        await using var gateway = await GatewayHost.Start(market, clock: new RunningClock(FakeMarket.Start));

        var asking = gateway.Chat(Request, change: request => { if (key is not null) request.Headers.Add("Idempotency-Key", key); });
        for (var refusals = 1; refusals <= 2; refusals++)
        {
            // Who refused is taken to be full until there is news of it.
            await Eventually(() => market.Started.Count == refusals && gateway.Queued == 1);
            market.Offers = [FakeMarket.Offer()];
        }

        using var answer = await asking;
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        market.Started.Should().HaveCount(3);
    }

    [Theory]
    [InlineData("", false, JobClass.Interactive)]
    [InlineData(""","temperature":0""", true, JobClass.Interactive)]
    [InlineData(""","seed":7,"cocoon":{"class":"interactive"}""", true, JobClass.Interactive)]
    public async Task A_job_says_whether_it_has_one_right_answer(string fields, bool isDeterministic, JobClass jobClass)
    {
        var market = new FakeMarket();
        await using var gateway = await GatewayHost.Start(market);

        using var answer = await gateway.Chat(Request[..^1] + fields + "}");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var spec = market.Started.Should().ContainSingle().Which;
        (spec.IsDeterministic, spec.Class).Should().Be((isDeterministic, jobClass));
    }

    [Theory]
    [InlineData("class", "\"soon\"")]
    [InlineData("priority", "10")]
    [InlineData("hedge", "1")]
    public async Task Wishes_that_mean_nothing_are_refused_by_name(string field, string value)
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());

        using var answer = await gateway.Chat(Request[..^1] + ",\"cocoon\":{\"" + field + "\":" + value + "}}");

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain($"cocoon.{field}");
    }

    [Fact]
    public async Task Why_a_job_went_where_it_went_is_told_to_its_account_and_with_the_answer()
    {
        var market = new FakeMarket();
        var other = FakeMarket.Offer() with { Provider = FakeMarket.Address(77), Tier = Tier.Open };
        market.Offers = [FakeMarket.Offer(), other];
        await using var gateway = await GatewayHost.Start(market);
        using var answer = await gateway.Chat(Request[..^1] + ""","cocoon":{"debug":true,"tier":"simulated"}}""");
        var told = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("cocoon").GetProperty("debug");

        using var why = await gateway.Get($"/cocoon/v1/jobs/{FakeMarket.Job}/why");

        why.StatusCode.Should().Be(HttpStatusCode.OK);
        var json = JsonDocument.Parse(await why.Content.ReadAsStringAsync()).RootElement;
        foreach (var report in (JsonElement[])[json, told])
        {
            report.GetProperty("offers").GetInt32().Should().Be(2);
            var candidates = report.GetProperty("candidates").EnumerateArray().ToList();
            candidates[0].GetProperty("provider").GetString().Should().Be(FakeMarket.Provider.Raw);
            candidates[0].GetProperty("verdict").GetString().Should().Be("candidate 1");
            candidates[0].GetProperty("score").GetDouble().Should().BePositive();
        }
        using var unknown = await gateway.Get($"/cocoon/v1/jobs/{JobId.New(FakeMarket.Start, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })}/why");
        unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public void The_log_of_routes_tells_only_the_account_and_forgets_the_oldest()
    {
        var log = new RouteLog();
        var table = OfferTable.Build([FakeMarket.Offer()], static _ => OfferSight.None, FakeMarket.Start);
        var route = new Route(table, new RouteQuery(Tier.Simulated, 1), default, FakeMarket.Start);
        var jobs = Enumerable.Range(0, 1_025).Select(number => JobId.New(FakeMarket.Start, [.. BitConverter.GetBytes((long)number), 0, 0])).ToList();

        foreach (var job in jobs) log.Add(job, FakeMarket.Client, route);

        log.TryFind(jobs[0], null, out _).Should().BeFalse();
        log.TryFind(jobs[1], FakeMarket.Client, out _).Should().BeTrue();
        log.TryFind(jobs[1], FakeMarket.Provider, out _).Should().BeFalse("the job is another's");
        log.TryFind(jobs[^1], null, out _).Should().BeTrue();
    }

    [Fact]
    public async Task When_the_first_provider_is_slow_a_second_is_asked_and_the_first_let_go()
    {
        var market = new FakeMarket();
        // The fake market leases the first one's slots only, so that the other has to come second.
        market.Offers = [FakeMarket.Offer(), FakeMarket.Offer() with { Provider = FakeMarket.Address(77), InUse = 1 }];
        var (honest, runs, letGo) = (market.Run, 0, new TaskCompletionSource());
        market.Run = cancellationToken => Interlocked.Increment(ref runs) == 1 ? Slow(letGo, cancellationToken) : honest(cancellationToken);
        await using var gateway = await GatewayHost.Start(market);
        var book = gateway.Services.GetRequiredService<RouteBook>();
        for (var answers = 0; answers < LatencyHistogram.LeastCount; answers++) book.Began("model", TimeSpan.FromMilliseconds(5));

        using var answer = await gateway.Chat(Request[..^1] + ""","cocoon":{"hedge":true}}""");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("Hello there");
        await letGo.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Eventually(() => market.GivenBack == 1);
        (market.Started.Count, runs).Should().Be((2, 2));
    }

    private static async IAsyncEnumerable<FakeChunk> Slow(TaskCompletionSource letGo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            letGo.SetResult();
        }
        yield break;
    }

    private static async Task Eventually(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition()) await again.WaitForNextTickAsync(patience.Token);
    }
}
