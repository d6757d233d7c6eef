using Cocoon.Cli;
using Cocoon.Inference;
using Cocoon.Inference.Cpu;
using Cocoon.Inference.Models;
using Cocoon.Inference.Upstream;

namespace Cocoon.Conformance.Tests;

/// <summary>The upstream engine against a real server: this gateway, whose provider runs the same model.</summary>
[Collection(MarketCollection.Name)]
public sealed class UpstreamTests(MarketFixture fixture)
{
    [Fact]
    public async Task An_engine_behind_the_gateway_answers_as_the_engine_itself()
    {
        var folder = ModelFolder.Open(ProjectRoot.Model);
        await using var local = CpuEngine.Open(folder);
        await using var upstream = new UpstreamEngine(new UpstreamOptions
        {
            Endpoint = new Uri(fixture.Market.Node.Address, "v1"), ApiKey = fixture.Market.Node.ApiKey.Reveal(), Model = "tiny-jane", WeightHash = local.Descriptor.WeightHash,
            ContextLength = local.Descriptor.ContextLength, Tokenizer = folder.Tokenizer, AllowPrivateAddresses = true, HasEmbeddings = true,
            ProbePeriod = Timeout.InfiniteTimeSpan, MetricsPeriod = Timeout.InfiniteTimeSpan,
        }, TimeProvider.System);
        var chat = new ChatPrompt([new ChatMessage("user", "Tell me a story.")]);

        await upstream.CheckAsync();
        upstream.Health.State.Should().Be(UpstreamState.Healthy);
        foreach (var sampling in new[] { new SamplingOptions { Temperature = 0 }, new SamplingOptions { Temperature = 0.7f, TopP = 0.9f, Seed = 5 } })
        {
            var request = new GenerationRequest(chat, 48, sampling, []);
            (await Read(upstream, request)).Should().Be(await Read(local, request));
        }
        var (ours, theirs) = (await local.EmbedAsync(["Rome", "a letter from her sister"]), await upstream.EmbedAsync(["Rome", "a letter from her sister"]));
        theirs.PromptTokens.Should().Be(ours.PromptTokens);
        for (var input = 0; input < 2; input++) theirs.Vectors[input].ToArray().Should().Equal(ours.Vectors[input].ToArray());
    }

    private static async Task<(string Text, FinishReason? Finish, int Prompt, int Completion)> Read(IInferenceEngine engine, GenerationRequest request)
    {
        var (text, last) = ("", (TokenEvent?)null);
        await foreach (var step in engine.GenerateAsync(request)) (text, last) = (text + step.Text, step);
        return (text, last!.Finish, last.Usage!.PromptTokens, last.Usage.CompletionTokens);
    }
}
