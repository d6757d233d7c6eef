#pragma warning disable OPENAI001 // The SDK marks its Responses client as one that may still change.
using System.ClientModel;
using OpenAI.Responses;

namespace Cocoon.Gateway.Tests.Responses;

/// <summary>The official SDK understands what comes: whole, streamed, kept and deleted.</summary>
public sealed class OpenAiSdkTests
{
    [Fact]
    public async Task The_official_sdk_creates_streams_reads_and_deletes_responses()
    {
        var market = new FakeMarket();
        FakeAnswers.Of(market);
        await using var gateway = await GatewayHost.Start(market);
        var client = new ResponsesClient(new ApiKeyCredential(FakeMarket.Key.Reveal()), new ResponsesClientOptions { Endpoint = new Uri(gateway.Http.BaseAddress!, "v1") });

        ResponseResult created = await client.CreateResponseAsync("model", "Say hello");
        ResponseResult read = await client.GetResponseAsync(created.Id);
        var streamed = "";
        ResponseResult? completed = null;
        await foreach (var update in await client.CreateResponseStreamingAsync("model", "Say hello"))
        {
            if (update is StreamingResponseOutputTextDeltaUpdate delta) streamed += delta.Delta;
            if (update is StreamingResponseCompletedUpdate done) completed = done.Response;
        }
        ResponseDeletionResult deleted = await client.DeleteResponseAsync(created.Id);

        created.GetOutputText().Should().Be("Hello there");
        created.Status.Should().Be(ResponseStatus.Completed);
        (created.Usage.InputTokenCount, created.Usage.OutputTokenCount).Should().Be((10, 2));
        read.GetOutputText().Should().Be("Hello there");
        streamed.Should().Be("Hello there");
        completed!.GetOutputText().Should().Be("Hello there");
        deleted.Deleted.Should().BeTrue();
    }
}
