using Cocoon.Inference.Formats;
using Cocoon.Inference.Formats.Grammars;
using Cocoon.Inference.Serving;
using Cocoon.Inference.Tests.Engine;
using Cocoon.Inference.Tests.Serving;

namespace Cocoon.Inference.Tests.Formats;

/// <summary>Answers that their schema lets go on for ever.</summary>
public sealed class EndlessTests
{
    private static readonly AnswerFormat Tree = new(AnswerFormatKind.JsonSchema, "tree",
        """{"type":"object","properties":{"a":{"type":"array","items":{"$ref":"#"}},"b":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["a","b"],"additionalProperties":false}""");

    [Fact]
    public void However_deep_a_text_goes_what_is_remembered_of_its_grammar_stays_bounded()
    {
        var vocabulary = new Lazy<VocabularyTrie>(() => new VocabularyTrie(TinyJane.Folder.Tokenizer.Tokenizer));
        var rules = new AnswerRules(TinyJane.Ask("x") with { Format = Tree }, vocabulary, null, [0]);
        var guide = new AnswerGuide(rules);
        var random = new Random(1);
        var most = 0;

        for (var token = 0; token < 6_000; token++)
        {
            var mask = guide.Mask!;
            int[] allowed = [.. Enumerable.Range(1, 2_047).Where(mask.Allows)];
            int[] deeper = [.. allowed.Where(Opens)];
            guide.Accept(deeper.Length > 0 ? deeper[random.Next(deeper.Length)] : allowed[random.Next(allowed.Length)]);
            most = Math.Max(most, rules.StateCount);
        }

        most.Should().BeInRange(1_000, 4_000, "there was more to remember than that");
    }

    [Fact]
    public async Task The_token_limit_ends_an_answer_that_its_schema_never_would()
    {
        await using var engine = ScriptedModel.Open(new ScriptedRunner(), new LocalEngineOptions { LookAhead = 500 });
        // Only brackets that open are ever likely.
        var bias = Enumerable.Range(0, 2_047).Where(Opens).ToDictionary(token => token, _ => 100f);
        var request = ScriptedModel.Continue(3, 400) with { Format = Tree, Sampling = new SamplingOptions { Temperature = 0, LogitBias = bias } };

        var answer = await Answer.Of(engine, request);

        answer.Finish.Should().Be(FinishReason.Length);
        answer.Tokens.Should().HaveCount(400);
        answer.Text.Count(letter => letter is '{' or '[').Should().BeGreaterThan(50);
    }

    private static bool Opens(int token) => TinyJane.Folder.Tokenizer.Tokenizer.Bytes(token).Span.IndexOfAny((byte)'[', (byte)'{') >= 0;
}
