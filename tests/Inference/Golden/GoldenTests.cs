using System.Text.RegularExpressions;
using Cocoon.Inference.Cpu;
using Cocoon.Inference.Serving;
using Cocoon.Inference.Tests.Engine;

namespace Cocoon.Inference.Tests.Golden;

/// <summary>The engine against another implementation of the same model.</summary>
public sealed partial class GoldenTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    /// <summary>Below this lead rounding may decide which token wins.</summary>
    private const double DecidedMargin = 1e-3;

    private LocalEngine Engine => fixture.Engine;

    public static TheoryData<GoldenCase> Cases => [.. GoldenFile.Instance.Cases];

    public static TheoryData<GoldenCase> ChatCases => [.. GoldenFile.Instance.Cases.Where(entry => entry.Prompt.StartsWith("<|im_start|>", StringComparison.Ordinal))];

    [Fact]
    public void There_are_ten_cases_of_64_steps()
    {
        GoldenFile.Instance.Cases.Should().HaveCount(10).And.OnlyContain(entry => entry.Steps.Length == 64 && entry.GreedyTokens.Length == 64);
        GoldenFile.Instance.Cases.Sum(entry => entry.Steps.Count(step => step.Margin > DecidedMargin)).Should().Be(640);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Prompts_encode_as_in_the_reference_tokenizer(GoldenCase golden) =>
        TinyJane.Folder.Tokenizer.Tokenizer.Encode(golden.Prompt, parseAdded: true).Should().Equal(golden.PromptTokens);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Vectors_agree_with_the_reference(GoldenCase golden)
    {
        using var runner = CpuEngine.OpenRunner(TinyJane.Folder, new CpuEngineOptions { Threads = 1, MaxKeyValueTokens = 512 }).Runner;
        var vector = runner.VectorOf(golden.PromptTokens);

        for (var i = 0; i < golden.EmbeddingMeanNormFirst16.Length; i++) vector[i].Should().BeApproximately(golden.EmbeddingMeanNormFirst16[i], 1e-4f);
    }

    [Theory]
    [InlineData("austen")]
    [InlineData("emma")]
    public async Task Raw_text_is_continued_as_in_the_reference(string name)
    {
        var golden = GoldenFile.Instance.Cases.Single(entry => entry.Name == name);
        var request = new GenerationRequest(new ChatPrompt([]), 32, new SamplingOptions { Temperature = 0 }, []) { RawPrompt = golden.Prompt };

        var answer = await Answer.Of(Engine, request);

        Engine.CountPromptTokens(request).Should().Be(golden.PromptTokens.Length);
        answer.Tokens.Should().Equal(golden.GreedyTokens.Take(32).TakeWhile((_, index) => index != golden.StopAt));
    }

    [Theory]
    [MemberData(nameof(ChatCases))]
    public async Task Chats_are_answered_to_the_end_of_the_turn_as_in_the_reference(GoldenCase golden)
    {
        var messages = Turn().Matches(golden.Prompt).Select(turn => new ChatMessage(turn.Groups[1].Value, turn.Groups[2].Value)).ToList();
        var request = new GenerationRequest(new ChatPrompt(messages), 64, new SamplingOptions { Temperature = 0 }, []);

        var answer = await Answer.Of(Engine, request);

        answer.Tokens.Should().Equal(golden.GreedyTokens[..(golden.StopAt ?? 64)]);
        answer.Text.Should().Be(golden.Text);
        answer.Finish.Should().Be(golden.StopAt is null ? FinishReason.Length : FinishReason.Stop);
        answer.Usage.Should().Be(new TokenUsage(golden.PromptTokens.Length, answer.Usage!.CachedPromptTokens, answer.Tokens.Count, 0));
    }

    [GeneratedRegex(@"<\|im_start\|>(\w+)\n(.+?)<\|im_end\|>\n", RegexOptions.Singleline)]
    private static partial Regex Turn();
}
