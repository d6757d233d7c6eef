using Cocoon.Inference.Upstream;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Inference.Tests.Upstream;

public sealed class UpstreamEmbeddingTests
{
    [Theory]
    [InlineData("""{"data":[{"index":1,"embedding":[3,4.5]},{"index":0,"embedding":[1,-2]}],"usage":{"prompt_tokens":3}}""", 3)]
    [InlineData("""{"data":[{"index":0,"embedding":"AACAPwAAAMA="},{"index":1,"embedding":"AABAQAAAkEA="}]}""", 34)]
    [InlineData("""{"data":[{"index":0,"embedding":[1,-2]},{"index":1,"embedding":[3,4.5]}],"usage":{"prompt_tokens":900}}""", 34)]
    public async Task Vectors_come_in_the_order_of_the_inputs_and_their_tokens_are_never_more_than_counted_here(string answer, int tokens)
    {
        await using var server = await StubServer.Start((http, _) => http.Response.WriteAsync(answer));
        await using var engine = server.Engine(options => options with { HasEmbeddings = true, HasGenerations = false });

        var made = await engine.EmbedAsync(["a", "b"]);

        made.Vectors.Select(vector => vector.ToArray()).Should().BeEquivalentTo([new[] { 1f, -2f }, [3f, 4.5f]], options => options.WithStrictOrdering());
        made.PromptTokens.Should().Be(tokens);
        engine.Descriptor.Capabilities.Should().Be(EngineCapabilities.Embeddings);
        var (body, _, path) = server.Requests.Single();
        path.Should().Be("/v1/embeddings");
        await FluentActions.Awaiting(() => engine.CheckAsync()).Should().ThrowAsync<UpstreamException>("two vectors are no answer to one input");
        body.ToJsonString().Should().Be("""{"model":"stub","input":["a","b"],"encoding_format":"float"}""");
    }

    [Fact]
    public async Task A_tokenizer_counts_inputs_exactly()
    {
        var tokenizer = TinyJane.Folder.Tokenizer;
        await using var server = await StubServer.Start((http, _) => http.Response.WriteAsync("""{"data":[{"index":0,"embedding":[1]}],"usage":{"prompt_tokens":1000}}"""));
        await using var engine = server.Engine(options => options with { HasEmbeddings = true, Tokenizer = tokenizer });

        (await engine.EmbedAsync(["The capital of France"])).PromptTokens.Should().Be(tokenizer.Tokenizer.Encode("The capital of France", parseAdded: false).Count);
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1e999]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAA="},{"index":1,"embedding":"secret"}]}""")]
    [InlineData("""{"error":"secret"}""")]
    public async Task Other_vectors_than_were_asked_for_are_an_error(string answer)
    {
        await using var server = await StubServer.Start((http, _) => http.Response.WriteAsync(answer));
        await using var engine = server.Engine(options => options with { HasEmbeddings = true });
        (await FluentActions.Awaiting(() => engine.EmbedAsync(["a", "b"])).Should().ThrowAsync<UpstreamException>()).Which.ToString().Should().NotContain("secret");
    }
}
