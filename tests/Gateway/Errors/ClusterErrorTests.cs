using System.Net;
using System.Text.Json;
using Orleans.Storage;

namespace Cocoon.Gateway.Tests.Errors;

/// <summary>What callers see of a cluster in trouble: an answer in OpenAI's shape that says when to come back (docs/failures.md).</summary>
public sealed class ClusterErrorTests
{
    private const string Good = """{"model":"model","messages":[{"role":"user","content":"hi"}]}""";

    public static TheoryData<Exception, string, int> Failures => new()
    {
        { new GatewayTooBusyException(), "overloaded", 1 },
        { new LimitExceededException("a grain's queue"), "overloaded", 1 },
        { new TimeoutException("secret"), "timeout", 1 },
        { new SiloUnavailableException("secret"), "unavailable", 5 },
        { new OrleansException("secret", new IOException("secret")), "unavailable", 5 },
        { new InconsistentStateException("secret"), "unavailable", 5 },
        { new EnumerationAbortedException("secret"), "unavailable", 5 },
    };

    [Theory, MemberData(nameof(Failures))]
    public async Task A_failure_of_the_cluster_is_a_503_that_says_when_to_come_back(Exception failure, string code, int seconds)
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket { StartFailure = failure });

        using var response = await gateway.Chat(Good);

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(seconds));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var error = body.RootElement.GetProperty("error");
        error.EnumerateObject().Select(member => member.Name).Should().Equal("message", "type", "param", "code");
        error.GetProperty("code").GetString().Should().Be(code);
        error.GetProperty("type").GetString().Should().Be("service_unavailable_error");
        error.GetProperty("message").GetString().Should().NotContain("secret");
        gateway.Logs.Lines.Should().Contain(line => line.Contains(code, StringComparison.Ordinal)).And.NotContain(line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_silo_that_dies_under_a_stream_ends_it_with_an_error_event()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket { Run = static _ => Dying() });

        using var response = await gateway.Chat(Good.Replace("\"model\":", "\"stream\":true,\"model\":", StringComparison.Ordinal));
        var events = await response.Content.ReadAsStringAsync();

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        events.Should().Contain("Hello").And.Contain("\"code\":\"unavailable\"").And.NotContain("[DONE]");
    }

    private static async IAsyncEnumerable<FakeChunk> Dying()
    {
        await Task.Yield();
        yield return FakeMarket.Token(7, "Hello");
        throw new SiloUnavailableException("The silo is gone.");
    }
}
