using Cocoon.Inference.Chat;
using Cocoon.Inference.Formats;
using Cocoon.Inference.Formats.Grammars;
using Cocoon.Inference.Tokenizers;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.Tests.Tools;

/// <summary>The ways to write calls, and thoughts, as tiny-jane's tokenizer cuts them; where it lacks a token, another stands for it.</summary>
public sealed class ToolSyntaxTests
{
    private const string HermesText = "Let me see. <tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}}\n</tool_call>";
    private const string LlamaText = "{\"name\": \"weather\", \"parameters\": {\"city\": \"Rome\"}}";
    private const string MistralText = "<|reserved_0|> [{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}}, {\"name\": \"clock\", \"arguments\": {}}]";

    private static readonly ITokenizer Tokenizer = TinyJane.Folder.Tokenizer.Tokenizer;

    private static readonly ToolDefinition[] Tools =
    [
        new("weather", null, """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""", IsStrict: true), new("clock", null, null, IsStrict: false),
    ];

    private static readonly ToolMarkup Hermes = new(null, null);
    private static readonly ToolMarkup Llama = new(null, null) { Syntax = ToolSyntax.Llama };
    private static readonly ToolMarkup Mistral = new(Tokenizer.AddedToken("<|reserved_0|>"), null) { Syntax = ToolSyntax.Mistral };

    public static TheoryData<string, string, string, string> Answers => new()
    {
        { "hermes", HermesText, "Let me see.", "weather:{\"city\": \"Rome\"}" },
        { "hermes", HermesText + "\n<tool_call>\n{\"name\": \"clock\", \"arguments\": {}}\n</tool_call>", "Let me see.", "weather:{\"city\": \"Rome\"} clock:{}" },
        { "hermes", "2 <tool> 3 <tool_", "2 <tool> 3 <tool_", "" },
        { "llama", LlamaText, "", "weather:{\"city\": \"Rome\"}" },
        { "llama", "As JSON: " + LlamaText, "As JSON: " + LlamaText, "" },
        { "llama", "{\"names\": 1}", "{\"names\": 1}", "" },
        { "mistral", MistralText, "", "weather:{\"city\": \"Rome\"} clock:{}" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_call_is_told_from_text_however_it_is_cut(string syntax, string text, string content, string calls)
    {
        foreach (var tokens in (IReadOnlyList<int>[])[Tokenizer.Encode(text, parseAdded: syntax == "mistral"), Bytes(text, syntax)])
        {
            var events = Write(tokens, new ChoiceWriter(0, [], Tokenizer, Markup(syntax), call => $"call_{call}"));

            Text(events, TextKind.Content).Trim().Should().Be(content);
            var written = "";
            foreach (var step in events.Where(step => step.Kind == TextKind.ToolArguments)) written += (step.ToolCall is { } start ? $" {start.Name}:" : "") + step.Text;
            written.Trim().Should().Be(calls);
            events[^1].Finish.Should().Be(calls.Length > 0 ? FinishReason.ToolCalls : FinishReason.Stop);
        }
    }

    [Theory]
    [InlineData("hermes", HermesText)]
    [InlineData("llama", LlamaText)]
    [InlineData("mistral", MistralText)]
    public void Once_a_call_has_begun_it_is_held_to_its_form(string syntax, string text)
    {
        var guide = Guide(syntax, ToolChoice.Auto);
        var closing = text.LastIndexOf('}');
        foreach (var token in Tokenizer.Encode(text[..closing], parseAdded: syntax == "mistral"))
        {
            (guide.Mask?.Allows(token) ?? true).Should().BeTrue();
            guide.Accept(token);
        }

        guide.Mask.Should().NotBeNull();
        guide.Mask!.Allows(Tokenizer.Encode(" and", parseAdded: false)[0]).Should().BeFalse("a call is not left open");
        guide.Mask.Allows(Tokenizer.Encode("}", parseAdded: false)[0]).Should().BeTrue();
    }

    [Theory]
    [InlineData("hermes", "<")]
    [InlineData("llama", "{")]
    public void A_call_that_is_required_begins_at_once(string syntax, string first)
    {
        var mask = Guide(syntax, new ToolChoice(ToolChoiceMode.Required)).Mask!;

        mask.Allows(Tokenizer.Encode(first, parseAdded: false)[0]).Should().BeTrue();
        mask.Allows(Tokenizer.Encode("Well", parseAdded: false)[0]).Should().BeFalse();
    }

    [Theory]
    [InlineData("<think>\nSo.\n</think>\n\nYes.", false, "So.\n", "Yes.")]
    [InlineData("So.</think>Yes <think>", true, "So.", "Yes <think>")]
    [InlineData("It is <think>", false, "", "It is <think>")]
    [InlineData("<think>never done </thi", false, "never done </thi", "")]
    public void Thoughts_are_told_from_the_answer(string text, bool inThought, string thought, string answer)
    {
        foreach (var tokens in (IReadOnlyList<int>[])[Tokenizer.Encode(text, parseAdded: false), Bytes(text, "")])
        {
            var writer = new ChoiceWriter(0, ["So"], Tokenizer, null, call => $"call_{call}", new ReasoningMarkup(null, null), inThought);
            var events = Write(tokens, writer);

            Text(events, TextKind.Reasoning).Should().Be(thought);
            Text(events, TextKind.Content).Should().Be(answer);
            writer.IsStopped.Should().BeFalse("stop strings end answers, not thoughts");
            writer.ReasoningTokens.Should().Be(events.Count(step => step is { Kind: TextKind.Reasoning, TokenId: not null }));
        }
    }

    [Fact]
    public void Tokens_around_thoughts_are_no_text_and_a_held_answer_begins_after_them()
    {
        var (open, close) = (Tokenizer.AddedToken("<|reserved_0|>")!.Value, Tokenizer.AddedToken("<|reserved_1|>")!.Value);
        IReadOnlyList<int> tokens = [open, .. Tokenizer.Encode("\nSo </think>", parseAdded: false), close, .. Tokenizer.Encode("\n\n{}", parseAdded: false)];

        var events = Write(tokens, new ChoiceWriter(0, [], Tokenizer, null, call => $"call_{call}", new ReasoningMarkup(open, close)));
        var guide = new AnswerGuide(Rules(new AnswerFormat(AnswerFormatKind.JsonObject), null, ToolChoice.Auto), endOfThought: close);
        var masks = new List<TokenMask?>();
        foreach (var token in tokens.Skip(1).TakeWhile(token => token != close).Append(close))
        {
            masks.Add(guide.Mask);
            guide.Accept(token);
        }

        Text(events, TextKind.Reasoning).Should().Be("So </think>");
        Text(events, TextKind.Content).Should().Be("{}");
        masks.Should().OnlyContain(mask => mask == null);
        guide.Mask!.Allows(Tokenizer.Encode("{", parseAdded: false)[0]).Should().BeTrue();
        guide.Mask.Allows(Tokenizer.Encode("So", parseAdded: false)[0]).Should().BeFalse();
    }

    private static List<TokenEvent> Write(IReadOnlyList<int> tokens, ChoiceWriter writer)
    {
        List<TokenEvent> events = [.. tokens.Select(token => writer.Write(token, null))];
        return [.. events, writer.End(writer.Finish, null)];
    }

    private static string Text(List<TokenEvent> events, TextKind kind) => string.Concat(events.Where(step => step.Kind == kind).Select(step => step.Text));

    /// <summary>A token for each byte, so that everything is cut everywhere; the opening token stays one.</summary>
    private static List<int> Bytes(string text, string syntax)
    {
        var singles = Enumerable.Range(0, Tokenizer.VocabularySize).Where(token => !Tokenizer.IsAdded(token) && Tokenizer.Bytes(token).Length == 1).ToDictionary(token => Tokenizer.Bytes(token).Span[0]);
        var (start, opening) = syntax == "mistral" ? ("<|reserved_0|>".Length, new[] { Mistral.Open!.Value }) : (0, []);
        return [.. opening, .. System.Text.Encoding.UTF8.GetBytes(text[start..]).Select(value => singles[value])];
    }

    private static ToolMarkup Markup(string syntax) => syntax switch
    {
        "hermes" => Hermes,
        "llama" => Llama,
        _ => Mistral,
    };

    private static AnswerGuide Guide(string syntax, ToolChoice choice) => new(Rules(AnswerFormat.Text, Markup(syntax), choice));

    private static AnswerRules Rules(AnswerFormat format, ToolMarkup? markup, ToolChoice choice)
    {
        var request = TinyJane.Ask("Rome?", 64) with { Prompt = new ChatPrompt([]) { Tools = markup is null ? [] : Tools }, ToolChoice = choice, Format = format };
        return new AnswerRules(request, new Lazy<VocabularyTrie>(() => new VocabularyTrie(Tokenizer)), markup, [2]);
    }
}
