using Cocoon.Inference.Serving;
using Cocoon.Inference.Formats;

namespace Cocoon.Inference.Tests.Engine;

public sealed class ChoiceTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private static readonly SamplingOptions Wild = new() { Temperature = 1, Seed = 7 };

    private readonly LocalEngine _engine = fixture.Engine;

    [Fact]
    public async Task Choices_differ_each_ends_by_itself_and_the_prompt_counts_once()
    {
        var request = TinyJane.Ask("Tell me a story.", 20, Wild) with { Choices = 3 };

        var answer = await Answer.Of(_engine, request);

        var ends = answer.Events.Where(step => step.Finish is not null).ToList();
        ends.Select(step => step.Choice).Should().BeEquivalentTo([0, 1, 2]);
        ends.SkipLast(1).Should().OnlyContain(step => step.Usage == null && step.TokenId == null);
        Enumerable.Range(0, 3).Select(answer.TextOf).Should().OnlyHaveUniqueItems();
        answer.Usage.Should().Be(new TokenUsage(_engine.CountPromptTokens(request), answer.Usage!.CachedPromptTokens, answer.Tokens.Count, 0));
    }

    [Fact]
    public async Task The_first_choice_is_what_one_alone_would_be_and_greedy_ones_are_all_alike()
    {
        var alone = await Answer.Of(_engine, TinyJane.Ask("Tell me a story.", 20, Wild));
        var wild = await Answer.Of(_engine, TinyJane.Ask("Tell me a story.", 20, Wild) with { Choices = 2 });
        var greedy = await Answer.Of(_engine, TinyJane.Ask("Count to 7.", 32) with { Choices = 3 });

        wild.Events.Where(step => step is { Choice: 0, TokenId: not null }).Select(step => step.TokenId).Should().Equal(alone.Events.SkipLast(1).Select(step => step.TokenId));
        Enumerable.Range(0, 3).Select(greedy.TextOf).Should().AllBeEquivalentTo("1, 2, 3, 4, 5, 6, 7.", "the shared prompt is whole for each");
    }

    [Fact]
    public async Task Rivals_are_told_of_likeliest_first_before_any_bias()
    {
        var request = TinyJane.Ask("What is the capital of France?", 2) with { LogProbs = true, TopLogProbs = 5 };
        var plain = await Answer.Of(_engine, request);
        var first = plain.Events[0].LogProbs!;

        var biased = await Answer.Of(_engine, request with { Sampling = new SamplingOptions { Temperature = 0, LogitBias = new Dictionary<int, float> { [first.Top[1].TokenId] = 100 } } });

        first.Top.Should().HaveCount(5).And.BeInDescendingOrder(choice => choice.LogProb);
        first.Chosen.TokenId.Should().Be(first.Top[0].TokenId);
        first.Chosen.Bytes.ToArray().Should().Equal(TinyJane.Folder.Tokenizer.Tokenizer.Bytes(first.Chosen.TokenId).ToArray());
        plain.Events[0].LogProb.Should().Be(first.Chosen.LogProb);
        biased.Tokens[0].Should().Be(first.Top[1].TokenId);
        biased.Events[0].LogProbs!.Chosen.LogProb.Should().Be(first.Top[1].LogProb);
        biased.Events[0].LogProbs!.Top.Select(choice => choice.LogProb).Should().Equal(first.Top.Select(choice => choice.LogProb));
    }

    [Fact]
    public async Task Json_ends_where_it_is_whole()
    {
        const string Schema = """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":0,"maximum":150},"city":{"type":"string"}},"required":["name","age","city"],"additionalProperties":false}""";
        var request = TinyJane.Ask("Give me JSON for Anna, aged 42, from Berlin.", 64) with { Format = new AnswerFormat(AnswerFormatKind.JsonSchema, "person", Schema, IsStrict: true) };

        var answer = await Answer.Of(_engine, request);
        var cut = await Answer.Of(_engine, request with { MaxTokens = 5 });

        answer.Text.Should().MatchRegex("""^\{"name": "\w+", "age": \d+, "city": "[\w ]+"\}$""");
        answer.Finish.Should().Be(FinishReason.Stop);
        cut.Finish.Should().Be(FinishReason.Length);
        answer.Text.Should().StartWith(cut.Text);
    }

    [Theory]
    [InlineData(0, 0, false, "Hi", "n")]
    [InlineData(129, 0, false, "Hi", "n")]
    [InlineData(1, 21, true, "Hi", "top_logprobs")]
    [InlineData(1, 1, false, "Hi", "top_logprobs")]
    [InlineData(1, 0, false, "", "prompt")]
    public async Task What_no_request_may_ask_is_refused_by_name(int choices, int top, bool logProbs, string prompt, string param)
    {
        var request = TinyJane.Ask("") with { Prompt = new ChatPrompt([]), RawPrompt = prompt, Choices = choices, TopLogProbs = top, LogProbs = logProbs };

        var asking = () => Answer.Of(_engine, request);

        (await asking.Should().ThrowAsync<InferenceRequestException>()).Which.Param.Should().Be(param);
    }
}
