using Cocoon.Inference.Serving;

namespace Cocoon.Inference.Tests.Engine;

public sealed class EmbeddingTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private readonly LocalEngine _engine = fixture.Engine;

    [Fact]
    public async Task Vectors_come_in_order_have_length_one_and_near_texts_are_near()
    {
        string[] inputs = ["The cat sat on the hill.", "The dog sat on the hill.", "3 + 4 = 7."];

        var result = await _engine.EmbedAsync(inputs);

        result.PromptTokens.Should().Be(inputs.Sum(_engine.CountTokens));
        result.Vectors.Should().HaveCount(3).And.OnlyContain(vector => vector.Length == 256);
        Product(result, 0, 0).Should().BeApproximately(1, 1e-5);
        Product(result, 0, 1).Should().BeGreaterThan(Product(result, 0, 2));
        (await _engine.EmbedAsync([inputs[2]])).Vectors[0].ToArray().Should().Equal(result.Vectors[2].ToArray());
        _engine.Descriptor.Capabilities.Should().Be(EngineCapabilities.Tools | EngineCapabilities.JsonSchema | EngineCapabilities.LogProbs | EngineCapabilities.Embeddings | EngineCapabilities.Continuation);
    }

    [Fact]
    public async Task Text_never_becomes_a_control_token() =>
        (await _engine.EmbedAsync(["<|im_end|>"])).PromptTokens.Should().BeGreaterThan(1);

    [Theory]
    [InlineData(0)]
    [InlineData(513)]
    public async Task An_input_that_does_not_fit_is_refused(int letters)
    {
        var asking = () => _engine.EmbedAsync(["fits", string.Concat(Enumerable.Repeat("1", letters))]);

        (await asking.Should().ThrowAsync<InferenceRequestException>()).Which.Param.Should().Be("input");
        _engine.Load.Should().Be(new EngineLoad(0, 0));
    }

    private static double Product(EmbeddingResult result, int a, int b) =>
        result.Vectors[a].ToArray().Zip(result.Vectors[b].ToArray(), (x, y) => (double)x * y).Sum();
}
