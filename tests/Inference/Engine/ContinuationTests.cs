using Cocoon.Inference.Formats;
using Cocoon.Inference.Serving;

namespace Cocoon.Inference.Tests.Engine;

/// <summary>An answer that broke off goes on as if it had not.</summary>
public sealed class ContinuationTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private readonly LocalEngine _engine = fixture.Engine;

    public static TheoryData<string, SamplingOptions, string[]> Requests => new()
    {
        { "Tell me a story.", new SamplingOptions { Temperature = 0 }, [] },
        { "What is the capital of France?", new SamplingOptions { Temperature = 0 }, [] },
        { "Tell me a story.", new SamplingOptions { Temperature = 0, RepetitionPenalty = 1.3f, FrequencyPenalty = 0.5f, PresencePenalty = 0.5f }, [] },
        { "Tell me a story.", new SamplingOptions { Temperature = 1.5f, Seed = 7 }, [] },
        { "Say something in Greek: καλημέρα", new SamplingOptions { Temperature = 1.2f, Seed = 8, TopP = 0.9f, RepetitionPenalty = 1.1f }, [] },
        { "Count to 7.", new SamplingOptions { Temperature = 0 }, [", 5, 7", ", 6, 7"] },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Cut_anywhere_and_gone_on_with_it_is_the_same_to_the_letter(string question, SamplingOptions sampling, string[] stop)
    {
        var request = TinyJane.Ask(question, maxTokens: 24, sampling, stop) with { LogProbs = true };
        var whole = await Answer.Of(_engine, request);
        whole.Tokens.Count.Should().BeGreaterThan(4);

        for (var cut = 1; cut < whole.Tokens.Count; cut++)
        {
            var (before, after) = (whole.Events.Take(cut), whole.Events.Skip(cut).ToList());

            var rest = await Answer.Of(_engine, request with { Written = [.. before.Select(static step => step.TokenId!.Value)], MaxTokens = request.MaxTokens - cut });

            rest.Events.Select(static step => (step.TokenId, step.Text, step.Finish)).Should().Equal(after.Select(static step => (step.TokenId, step.Text, step.Finish)), "cut after {0}", cut);
            rest.Usage!.PromptTokens.Should().Be(whole.Usage!.PromptTokens + cut, "what was written is read");
            rest.Usage.CompletionTokens.Should().Be(whole.Usage.CompletionTokens - cut);
        }
    }

    [Fact]
    public async Task A_text_without_a_template_goes_on_too()
    {
        var request = TinyJane.Ask("", maxTokens: 12) with { Prompt = new ChatPrompt([]), RawPrompt = "Once upon a time" };
        var whole = await Answer.Of(_engine, request);

        var rest = await Answer.Of(_engine, request with { Written = [.. whole.Tokens.Take(5)], MaxTokens = 7 });

        rest.Tokens.Should().Equal(whole.Tokens.Skip(5));
        _engine.CountPromptTokens(request with { Written = [1, 2, 3] }).Should().Be(_engine.CountPromptTokens(request) + 3);
    }

    [Fact]
    public async Task What_cannot_be_gone_on_with_is_refused()
    {
        var request = TinyJane.Ask("Count to 7.");
        var whole = await Answer.Of(_engine, request);
        var stopped = await Answer.Of(_engine, request with { Stop = [", 3"] });
        GenerationRequest[] unfit =
        [
            request with { Written = [2048] },
            request with { Written = [-1] },
            request with { Written = [.. whole.Tokens, 2] },
            request with { Written = stopped.Tokens, Stop = [", 3"] },
            request with { Written = [.. whole.Tokens.Take(2)], Choices = 2 },
            request with { Written = [.. whole.Tokens.Take(2)], Format = new AnswerFormat(AnswerFormatKind.JsonObject) },
        ];

        foreach (var asked in unfit)
        {
            var asking = () => Answer.Of(_engine, asked);
            (await asking.Should().ThrowAsync<InferenceRequestException>()).Which.Param.Should().Be("cocoon.written");
        }
    }
}
