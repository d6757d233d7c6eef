using Cocoon.Inference.Serving;

namespace Cocoon.Inference.Tests.Engine;

public sealed class GenerationTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private const string Story = "Tell me a story.";

    private readonly LocalEngine _engine = fixture.Engine;

    [Fact]
    public void The_descriptor_names_the_model_and_its_weights()
    {
        _engine.Descriptor.ModelId.Should().Be("tiny-jane");
        _engine.Descriptor.ContextLength.Should().Be(512);
        _engine.Descriptor.Quantization.Should().Be("bf16");
        _engine.Descriptor.WeightHash.Should().Be(TinyJane.Folder.HashWeights()).And.MatchRegex("^[0-9a-f]{64}$");
    }

    [Fact]
    public async Task The_last_event_alone_carries_the_end_and_the_usage()
    {
        var request = TinyJane.Ask("Count to 7.");

        var answer = await Answer.Of(_engine, request);

        answer.Text.Should().Be("1, 2, 3, 4, 5, 6, 7.");
        answer.Events.SkipLast(1).Should().OnlyContain(step => step.TokenId != null && step.Finish == null && step.Usage == null && step.LogProb == null);
        answer.Events[^1].TokenId.Should().BeNull();
        answer.Usage.Should().Be(new TokenUsage(_engine.CountPromptTokens(request.Prompt), answer.Usage!.CachedPromptTokens, answer.Tokens.Count, 0));
    }

    [Fact]
    public async Task A_bias_towards_a_token_the_model_lacks_is_refused()
    {
        var request = TinyJane.Ask(Story, sampling: new SamplingOptions { LogitBias = new Dictionary<int, float> { [2048] = 100 } });

        var asking = () => Answer.Of(_engine, request);

        (await asking.Should().ThrowAsync<InferenceRequestException>()).Which.Param.Should().Be("logit_bias");
    }

    [Fact]
    public async Task The_end_of_turn_is_neither_delivered_nor_counted()
    {
        var answer = await Answer.Of(_engine, TinyJane.Ask("What is the capital of France?"));
        answer.Finish.Should().Be(FinishReason.Stop);
        answer.Tokens.Should().HaveCount(9).And.NotContain([0, 2]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)] // the whole answer: whether the turn would end next is not known yet
    public async Task The_token_limit_ends_an_answer(int limit)
    {
        var answer = await Answer.Of(_engine, TinyJane.Ask("What is the capital of France?", limit));
        answer.Tokens.Should().HaveCount(limit);
        answer.Finish.Should().Be(FinishReason.Length);
    }

    [Fact]
    public async Task A_stop_string_across_tokens_ends_the_answer_and_is_not_part_of_it()
    {
        var answer = await Answer.Of(_engine, TinyJane.Ask("What is the capital of France?", 32, null, "ance is", "unused"));
        answer.Text.Should().Be("The capital of Fr");
        answer.Finish.Should().Be(FinishReason.Stop);
        answer.Usage!.CompletionTokens.Should().Be(answer.Tokens.Count).And.BeLessThan(9);
    }

    [Fact]
    public async Task Text_held_back_for_a_stop_string_comes_with_the_end()
    {
        var answer = await Answer.Of(_engine, TinyJane.Ask("What is the capital of France?", 32, null, "Paris. And"));
        answer.Text.Should().Be("The capital of France is Paris.");
        answer.Events[^1].Text.Should().Be("Paris.");
    }

    [Fact]
    public async Task A_seed_repeats_an_answer_and_other_seeds_give_others()
    {
        var answers = new List<Answer>();
        foreach (var seed in new long[] { 1, 1, 2, long.MinValue })
            answers.Add(await Answer.Of(_engine, TinyJane.Ask(Story, 40, new SamplingOptions { Temperature = 1.5f, Seed = seed })));
        answers[1].Tokens.Should().Equal(answers[0].Tokens);
        answers.Skip(1).Select(answer => answer.Text).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Without_a_seed_answers_differ()
    {
        var sampling = new SamplingOptions { Temperature = 2 };
        var first = await Answer.Of(_engine, TinyJane.Ask(Story, 40, sampling));
        var second = await Answer.Of(_engine, TinyJane.Ask(Story, 40, sampling));
        second.Tokens.Should().NotEqual(first.Tokens);
    }

    [Fact]
    public async Task A_bias_changes_which_token_is_taken()
    {
        var first = (await Answer.Of(_engine, TinyJane.Ask(Story, 1))).Tokens[0];

        var banned = await Answer.Of(_engine, TinyJane.Ask(Story, 5, new SamplingOptions { Temperature = 0, LogitBias = new Dictionary<int, float> { [first] = -100 } }));
        var forced = await Answer.Of(_engine, TinyJane.Ask(Story, 5, new SamplingOptions { Temperature = 0, LogitBias = new Dictionary<int, float> { [first] = 100 } }));

        banned.Tokens.Should().NotBeEmpty().And.NotContain(first);
        forced.Tokens.Should().Equal(Enumerable.Repeat(first, 5));
    }

    [Fact]
    public async Task Characters_split_over_tokens_are_delivered_whole()
    {
        // Only the three byte tokens of one character may be drawn: some form characters, some never will.
        int[] bytes = [.. TinyJane.Folder.Tokenizer.Tokenizer.Encode("汉", parseAdded: false)];
        bytes.Should().HaveCount(3, "the model has no token for this character");
        var bias = bytes.ToDictionary(token => token, _ => 100f);

        var answer = await Answer.Of(_engine, TinyJane.Ask("汉汉汉汉", 30, new SamplingOptions { Temperature = 2, Seed = 5, LogitBias = bias }));

        answer.Text.Should().Be(TinyJane.Folder.Tokenizer.Decode(answer.Tokens));
        answer.Events.Should().Contain(step => step.TokenId != null && step.Text.Length == 0);
        answer.Events.SelectMany(step => step.Text).Should().OnlyContain(letter => letter == '\ufffd' || (letter >= '一' && letter <= '鿿'));
    }

    [Fact]
    public async Task Log_probabilities_come_when_asked_for()
    {
        var answer = await Answer.Of(_engine, TinyJane.Ask("What is the capital of France?") with { LogProbs = true });
        answer.Events.SkipLast(1).Should().OnlyContain(step => step.LogProb <= 0 && step.LogProb > -0.5f);
    }

    [Fact]
    public async Task The_context_can_be_filled_to_the_last_token()
    {
        var request = TinyJane.Ask(Story);
        var room = 512 - _engine.CountPromptTokens(request.Prompt);
        var answer = await Answer.Of(_engine, request with { MaxTokens = room, Sampling = new SamplingOptions { Temperature = 0, LogitBias = new Dictionary<int, float> { [0] = -100, [2] = -100 } } });
        answer.Tokens.Should().HaveCount(room);
        answer.Finish.Should().Be(FinishReason.Length);
    }

    [Fact]
    public async Task A_request_beyond_the_context_is_refused_with_the_numbers()
    {
        var request = TinyJane.Ask("secret words");
        var prompt = _engine.CountPromptTokens(request.Prompt);
        var act = () => Answer.Of(_engine, request with { MaxTokens = 512 - prompt + 1 });

        var error = (await act.Should().ThrowAsync<InferenceRequestException>()).Which;

        error.Code.Should().Be("context_length_exceeded");
        error.Param.Should().Be("messages");
        error.Message.Should().Be($"This model's maximum context length is 512 tokens. The prompt has {prompt} and max_tokens asks for {512 - prompt + 1} more.");
        _engine.Load.Should().Be(new EngineLoad(0, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public async Task A_token_limit_below_one_is_refused(int limit)
    {
        var act = () => Answer.Of(_engine, TinyJane.Ask("Hi", limit));
        (await act.Should().ThrowAsync<InferenceRequestException>()).Which.Param.Should().Be("max_tokens");
    }

    [Fact]
    public async Task The_largest_token_limit_is_refused_too()
    {
        var act = () => Answer.Of(_engine, TinyJane.Ask("Hi", int.MaxValue));
        (await act.Should().ThrowAsync<InferenceRequestException>()).Which.Code.Should().Be("context_length_exceeded");
    }
}
