using System.Net;
using System.Text.Json;
using Cocoon.Grains.Channels;
using NSubstitute;

namespace Cocoon.Gateway.Tests.Hosting;

/// <summary>A gateway that is asked to stop, that is full, or whose silos are lost.</summary>
public sealed class DrainTests
{
    private const string Streaming = """{"model":"model","stream":true,"messages":[{"role":"user","content":"Say hello"}]}""";

    private readonly TaskCompletionSource _goOn = new();

    [Fact]
    public async Task It_refuses_new_requests_and_lets_open_streams_finish()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket { Run = _ => Waiting() });
        using var stream = await gateway.Chat(Streaming);

        var stopped = gateway.Stop();

        using var late = await gateway.Get("/v1/models");
        late.Headers.RetryAfter!.Delta.Should().BePositive();
        await ShouldBe(late, "unavailable");
        using (var ready = await gateway.Get("/health/ready")) ready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        stopped.IsCompleted.Should().BeFalse("a stream is open");
        _goOn.SetResult();
        (await stream.Content.ReadAsStringAsync()).Should().EndWith("data: [DONE]\n\n");
        await stopped.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task It_takes_as_many_requests_as_it_is_told()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket { Run = _ => Waiting() }, options => options.MaxRequests = 1);
        using (var first = await gateway.Chat(Streaming))
        {
            using var second = await gateway.Get("/v1/models");
            await ShouldBe(second, "busy");
            _goOn.SetResult();
            await first.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task A_lost_silo_is_no_fault_of_the_caller_s_and_passes()
    {
        var market = new FakeMarket();
        market.ChannelGrain.View().Returns<Task<ChannelView>>(_ => throw new SiloUnavailableException());
        await using var gateway = await GatewayHost.Start(market);
        using var answer = await gateway.Get("/cocoon/v1/channel");
        await ShouldBe(answer, "unavailable");
        answer.Headers.RetryAfter.Should().NotBeNull();
    }

    private static async Task ShouldBe(HttpResponseMessage answer, string code)
    {
        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        body.RootElement.GetProperty("error").GetProperty("code").GetString().Should().Be(code);
    }

    private async IAsyncEnumerable<FakeChunk> Waiting()
    {
        yield return FakeMarket.Token(7, "Hello");
        await _goOn.Task;
        yield return FakeMarket.End();
    }
}
