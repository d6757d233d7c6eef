using Cocoon.Inference.Formats.Grammars;
using Cocoon.Inference.Formats.Schemas;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.Formats;

/// <summary>
/// What the answers of one request may look like: free text, JSON, tool calls. Its masks are remembered for all of them.
/// Not thread-safe: one answer after the other.
/// </summary>
internal sealed class AnswerRules
{
    /// <summary>Memory for masks: those of 128,000 tokens take 16 kB each.</summary>
    private const int MaxMaskBytes = 8 << 20;

    private readonly Automaton? _automaton;
    private readonly Lazy<VocabularyTrie> _vocabulary;
    private readonly ToolMarkup? _markup;
    private readonly IReadOnlyList<int> _endTokens;
    private int _masks;

    /// <param name="request">Says what is wanted.</param>
    /// <param name="vocabulary">The model's tokens; not looked at for free text.</param>
    /// <param name="markup">Its tokens around tool calls, if it has them.</param>
    /// <param name="endTokens">Its tokens that end an answer.</param>
    /// <exception cref="InferenceRequestException">The request asks for what this model cannot be held to.</exception>
    public AnswerRules(GenerationRequest request, Lazy<VocabularyTrie> vocabulary, ToolMarkup? markup, IReadOnlyList<int> endTokens)
    {
        (_vocabulary, _endTokens) = (vocabulary, endTokens);
        var calls = Calls(request, markup);
        var format = Format(request.Format);
        // A model that knows of tools writes their markup where a call is allowed, and nowhere else.
        _markup = request.Prompt.Tools.Count > 0 ? markup : null;
        var mustCall = request.ToolChoice.Mode is ToolChoiceMode.Required or ToolChoiceMode.Named;
        StartsFree = format is null && !mustCall;
        if (calls is null && format is null)
        {
            if (_markup is { Open: not null } or { Close: not null }) Free = AllBut(_markup.Open, _markup.Close);
            return;
        }
        _automaton = new Automaton(calls is null ? format! : format is null || mustCall ? calls : Rule.AnyOf(format, calls));
        if (StartsFree && _markup!.Close is not null) Free = AllBut(_markup.Close);
        CanBeginCall = StartsFree && calls is not null;
    }

    /// <summary>States of the grammar remembered now.</summary>
    public int StateCount => _automaton?.StateCount ?? 0;

    private VocabularyTrie Vocabulary => _vocabulary.Value;

    /// <summary>Whether an answer is free text until a call begins.</summary>
    public bool StartsFree { get; }

    /// <summary>Tokens of free text; null for all.</summary>
    public TokenMask? Free { get; }

    /// <summary>Where held text, and each run of calls, begins.</summary>
    public AutomatonState? Start => _automaton?.Start;

    /// <summary>Whether free text may turn into a call.</summary>
    public bool CanBeginCall { get; }

    public bool OpensCall(int token) => CanBeginCall && token == _markup?.Open;

    /// <summary>Sees where text begins a call; null where a token does, or nothing may.</summary>
    public CallTrigger? Trigger() => CanBeginCall && _markup is { Open: null } ? new CallTrigger(_markup.Syntax) : null;

    /// <summary>Where a call is held whose beginning was seen; null when it goes on like none.</summary>
    public AutomatonState? Begun(CallTrigger trigger, int token)
    {
        if (trigger.Append(Vocabulary.Bytes(token)) is not { } begun) return null;
        _automaton!.BeginToken();
        var state = Start;
        foreach (var value in begun)
        {
            state = _automaton.Advance(state!, value);
            if (state is null) return null;
        }
        return state;
    }

    public TokenMask MaskOf(AutomatonState state)
    {
        if (state.Mask is { } known) return known;
        var mask = Vocabulary.Following(_automaton!, state);
        if (_markup is { } markup)
        {
            if (markup.Open is { } open && _automaton!.Advance(state, Rule.CallOpen) is not null) mask.Allow(open);
            if (markup.Close is { } close && _automaton!.Advance(state, Rule.CallClose) is not null) mask.Allow(close);
        }
        foreach (var token in state.CanEnd ? _endTokens : []) mask.Allow(token);
        if (++_masks > Math.Max(1, MaxMaskBytes / (Vocabulary.Size / 8 + 1)))
        {
            _automaton!.Forget();
            _masks = 1;
        }
        if (mask.IsEmpty) throw new InferenceRequestException("This model's vocabulary cannot write the form that is asked for. Ask for text.", "response_format", "unsupported_value");
        return state.Mask = mask;
    }

    public AutomatonState Next(AutomatonState state, int token)
    {
        _automaton!.BeginToken();
        if (token == _markup?.Open) return Advance(state, Rule.CallOpen);
        if (token == _markup?.Close) return Advance(state, Rule.CallClose);
        foreach (var value in Vocabulary.Bytes(token)) state = Advance(state, value);
        return state;
    }

    private AutomatonState Advance(AutomatonState state, int symbol) =>
        _automaton!.Advance(state, symbol) ?? throw new InvalidOperationException("A token was taken that its mask forbids.");

    private TokenMask AllBut(params int?[] tokens)
    {
        var mask = new TokenMask(Vocabulary.Size);
        for (var token = 0; token < Vocabulary.Size; token++) mask.Allow(token);
        foreach (var token in tokens.OfType<int>()) mask.Forbid(token);
        return mask;
    }

    private static Rule? Format(AnswerFormat format) => format.Kind switch
    {
        AnswerFormatKind.Text => null,
        AnswerFormatKind.JsonObject => JsonRules.Object,
        _ => SchemaCompiler.Compile(format.Schema ?? throw new InferenceRequestException("Missing required parameter: 'response_format.json_schema.schema'.", "response_format"), "response_format"),
    };

    private static Rule? Calls(GenerationRequest request, ToolMarkup? markup)
    {
        var tools = request.Prompt.Tools;
        var choice = request.ToolChoice;
        if (tools.Count == 0)
            return choice.Mode is ToolChoiceMode.Auto or ToolChoiceMode.None ? null : throw Refuse("'tool_choice' asks for a call, but there are no 'tools'.", "tool_choice");
        if (markup is null) throw Refuse("This model was not taught to call tools. Leave out 'tools', or take another model.", "tools", "unsupported_parameter");
        if (!tools.All(tool => tool.Name.Length is > 0 and <= 64 && tool.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')))
            throw Refuse("The name of a tool has 1 to 64 letters, digits, underscores and dashes.", "tools");
        if (tools.DistinctBy(tool => tool.Name).Count() < tools.Count) throw Refuse("Two tools have the same name.", "tools");
        return choice.Mode switch
        {
            ToolChoiceMode.None => null,
            ToolChoiceMode.Named => tools.FirstOrDefault(tool => tool.Name == choice.Name) is { } named
                ? ToolCallGrammar.Calls([named], parallel: false, markup)
                : throw Refuse("'tool_choice' names a tool that is not among 'tools'.", "tool_choice"),
            _ => ToolCallGrammar.Calls(tools, request.ParallelToolCalls, markup),
        };
    }

    private static InferenceRequestException Refuse(string message, string param, string code = "invalid_value") => new(message, param, code);
}
