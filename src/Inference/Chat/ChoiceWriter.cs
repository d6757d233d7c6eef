using Cocoon.Inference.Sampling;
using Cocoon.Inference.Tokenizers;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.Chat;

/// <summary>
/// Turns the tokens of one answer into events: whole characters, nothing that may yet become a stop string, and thoughts and
/// tool calls apart from the text. Not thread-safe.
/// </summary>
/// <param name="choice">Which answer.</param>
/// <param name="stops">Strings that end its text; thoughts and calls may hold them.</param>
/// <param name="tokenizer">Knows the tokens' bytes.</param>
/// <param name="markup">How calls are written; null where such writing is text.</param>
/// <param name="callId">Names the calls of this answer, by their number.</param>
/// <param name="reasoning">How thoughts are marked; null where there are none.</param>
/// <param name="inThought">Whether the answer begins within a thought.</param>
internal sealed class ChoiceWriter(
    int choice, IReadOnlyList<string> stops, ITokenizer tokenizer, ToolMarkup? markup, Func<int, string> callId, ReasoningMarkup? reasoning = null, bool inThought = false)
{
    private readonly StopMatcher _stop = new(stops);
    private readonly ThoughtReader _thoughts = new(reasoning, inThought);
    private readonly MarkerFinder? _opening = markup is { Open: null } ? new MarkerFinder(markup.Syntax.Marker, markup.Syntax.IsWholeAnswer) : null;
    private Utf8Assembler _text = new();
    private ToolCallReader? _call;
    private int _calls;

    /// <summary>Text of calls that waits for the next event, as one event is of one kind.</summary>
    private string _carried = "";

    /// <summary>Tokens of what the model thought before it answered.</summary>
    public int ReasoningTokens { get; private set; }

    public bool IsStopped => _stop.IsStopped;

    /// <summary>Why an answer that ended by itself did so.</summary>
    public FinishReason Finish => _calls > 0 && !IsStopped ? FinishReason.ToolCalls : FinishReason.Stop;

    /// <summary>Goes on after tokens whose events were told elsewhere; what is held back of their text is told with what follows.</summary>
    public void Resume(IReadOnlyList<int> written)
    {
        foreach (var token in written) Write(token, null);
        ReasoningTokens = 0;
    }

    public TokenEvent Write(int token, TokenLogProbs? logProbs)
    {
        var (text, kind, start) = Read(token);
        if (kind == TextKind.Reasoning) ReasoningTokens++;
        return new TokenEvent(token, text, logProbs?.Chosen.LogProb) { Choice = choice, Kind = kind, ToolCall = start, LogProbs = logProbs };
    }

    /// <summary>The last event of this answer.</summary>
    public TokenEvent End(FinishReason finish, TokenUsage? usage)
    {
        if (_call is { Name: not null } call) return new TokenEvent(null, call.Append(_carried + _text.Flush()), null, finish, usage) { Choice = choice, Kind = TextKind.ToolArguments };
        if (_thoughts.IsInside) return new TokenEvent(null, _thoughts.Take(_text.Flush()).Thought + _thoughts.Flush(), null, finish, usage) { Choice = choice, Kind = TextKind.Reasoning };
        // A call cut off before its name is known calls nothing: it is shown as what it is, text.
        var isText = _call is not null && _calls == 0;
        var rest = isText ? markup!.Syntax.Open + _call!.Head + _carried + _text.Flush() : IsStopped || _calls > 0 ? "" : Flush();
        return new TokenEvent(null, rest, null, finish, usage) { Choice = choice };
    }

    private (string Text, TextKind Kind, ToolCallStart? Start) Read(int token)
    {
        if (_call is null && _thoughts.TryToken(token))
        {
            var rest = _thoughts.IsInside ? Flush() : _thoughts.Take(_text.Flush()).Thought;
            _text = new Utf8Assembler();
            return (rest, _thoughts.IsInside ? TextKind.Content : TextKind.Reasoning, null);
        }
        if (markup?.Open == token)
        {
            var rest = _calls == 0 ? Flush() : "";
            _call = new ToolCallReader(markup.Syntax);
            return (rest, TextKind.Content, null);
        }
        if (_call is not null && markup?.Close == token)
        {
            _call = null;
            return ("", TextKind.Content, null);
        }
        var text = _text.Append(tokenizer.Bytes(token).Span);
        if (_call is not null) return ReadCall(text);
        var wasInside = _thoughts.IsInside;
        var (thought, answer) = _thoughts.Take(text);
        // The first words of the answer may come with the last of the thought; they go with the next event.
        if (wasInside) _carried += answer;
        return wasInside ? (thought, TextKind.Reasoning, null) : ReadAnswer(answer);
    }

    private (string Text, TextKind Kind, ToolCallStart? Start) ReadAnswer(string text)
    {
        if (_calls > 0) return ("", TextKind.Content, null);
        text = TakeCarried() + text;
        if (_opening is null) return (_stop.Append(text), TextKind.Content, null);
        var (before, after) = _opening.Append(text);
        if (after is null || IsStopped) return (_stop.Append(before), TextKind.Content, null);
        _call = new ToolCallReader(markup!.Syntax);
        // Where a call begins with its name, the marker is a part of it.
        _carried = markup.Syntax.IsWholeAnswer ? markup.Syntax.Marker + after : after;
        return (_stop.Append(before.TrimEnd()) + _stop.Flush(), TextKind.Content, null);
    }

    private (string Text, TextKind Kind, ToolCallStart? Start) ReadCall(string text)
    {
        var isNew = _call!.Name is null;
        var arguments = _call.Append(TakeCarried() + text);
        if (_call.Name is not { } name) return ("", TextKind.Content, null);
        if (_call.IsWhole && markup!.Close is null)
        {
            _carried = _call.Rest;
            _call = new ToolCallReader(markup.Syntax);
        }
        return (arguments, TextKind.ToolArguments, isNew ? new ToolCallStart(callId(_calls++), name) : null);
    }

    private string TakeCarried()
    {
        var carried = _carried;
        _carried = "";
        return carried;
    }

    /// <summary>Text held back that is final now.</summary>
    private string Flush()
    {
        var rest = TakeCarried() + _thoughts.Flush() + _text.Flush();
        _text = new Utf8Assembler();
        return _opening is null ? _stop.Append(rest) + _stop.Flush() : _stop.Append(_opening.Append(rest).Before + _opening.Flush()) + _stop.Flush();
    }
}
