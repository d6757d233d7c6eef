using System.Text;
using Cocoon.Inference.Chat;

namespace Cocoon.Inference.Upstream;

/// <summary>
/// Makes token events of chunks, and keeps the count that is billed: while an answer streams, a chunk has as many tokens as the
/// server says (their ids, their log probabilities or its running count) and one otherwise; when it has ended, tokens that the
/// server's usage, or else the tokenizer, counts beyond these follow without text. The text of a chunk goes with its first
/// token, so that nobody pays for what did not arrive. Used by one answer.
/// </summary>
/// <param name="choices">Answers that were asked for.</param>
/// <param name="mostTokens">Of all choices together; never more are counted.</param>
/// <param name="tokenizer">Counts where the server does not; null for none.</param>
internal sealed class AnswerEvents(int choices, int mostTokens, ChatTokenizer? tokenizer)
{
    private readonly FinishReason?[] _finished = new FinishReason?[choices];
    private readonly OpenCall?[] _calls = new OpenCall?[choices];
    private readonly StringBuilder? _text = tokenizer is null ? null : new StringBuilder();
    private readonly bool _isOne = choices == 1;
    private int _reasoningCounted;
    private int _cachedPrompt;

    /// <summary>Tokens counted so far, of all choices.</summary>
    public int Counted { get; private set; }

    /// <summary>The server's last word on what it counted; null if it said none.</summary>
    public UpstreamUsage? Usage { get; private set; }

    /// <summary>Whether every choice has a finish reason, without which an answer was broken off.</summary>
    public bool IsFinished => Array.TrueForAll(_finished, static finish => finish is not null);

    /// <summary>Adds the events of a chunk.</summary>
    public void Add(UpstreamChunk chunk, List<TokenEvent> events)
    {
        if (chunk.IsError) throw new UpstreamException("The upstream broke off its answer with an error.");
        // Beside one of several choices a running count is that choice's alone.
        if (chunk.Usage is { } usage && (_isOne || chunk.Count == 0)) Usage = usage;
        _cachedPrompt = Math.Max(_cachedPrompt, chunk.CachedPrompt);
        var running = _isOne && chunk is { Usage: { } now, Count: 1 } && chunk[0].Finish is null ? now.Completion - Counted : 0;
        for (var number = 0; number < chunk.Count; number++) Add(chunk[number], running, events);
    }

    /// <summary>Adds the tokens that came without text, and the last event.</summary>
    /// <param name="promptTokens">As counted here: exact or a bound. The server's own count holds up to it.</param>
    /// <param name="events">Takes them.</param>
    public void End(int promptTokens, List<TokenEvent> events)
    {
        var total = Math.Min(mostTokens, Usage is { Completion: > 0 } told ? told.Completion : CountText());
        while (Counted < total) events.Add(Token(0, TextKind.Content, ""));
        for (var choice = 0; choice < choices && !_isOne; choice++) events.Add(new TokenEvent(null, "", null, _finished[choice]) { Choice = choice });
        var prompt = Usage is { Prompt: > 0 } usage ? Math.Min(usage.Prompt, promptTokens) : promptTokens;
        events.Add(new TokenEvent(null, "", null, _finished[0],
            new TokenUsage(prompt, Math.Min(Usage is { CachedPrompt: > 0 } cached ? cached.CachedPrompt : _cachedPrompt, prompt), Counted, Math.Min(Math.Max(Usage?.Reasoning ?? 0, _reasoningCounted), Counted))));
    }

    private void Add(ChoiceDelta delta, int running, List<TokenEvent> events)
    {
        if (delta.Index >= choices) throw new UpstreamException("The upstream gave more choices than were asked for.");
        var before = events.Count;
        if (delta.Reasoning.Length > 0) events.Add(Token(delta.Index, TextKind.Reasoning, delta.Reasoning));
        if (delta.Content.Length > 0) events.Add(Token(delta.Index, TextKind.Content, delta.Content));
        foreach (var tool in delta.Tools) AddTool(delta.Index, tool, events);
        var tokens = Math.Max(Math.Max(delta.TokenIds.Count, delta.LogProbs.Count), running);
        var kind = events.Count > before ? events[^1].Kind : TextKind.Content;
        while (events.Count - before < tokens && Counted < mostTokens) events.Add(Token(delta.Index, kind, ""));
        Describe(delta, events, before);
        // Some servers end an answer that calls tools like any other.
        if (delta.Finish is { } finish) _finished[delta.Index] = finish == FinishReason.Stop && _calls[delta.Index] is not null ? FinishReason.ToolCalls : finish;
    }

    private void AddTool(int choice, ToolDelta tool, List<TokenEvent> events)
    {
        var open = _calls[choice];
        ToolCallStart? start = null;
        if (open is null || tool.Index > open.Index || IsOther(tool.Id, open.Id))
        {
            if (tool.Name is not { Length: > 0 and <= 255 } name || tool.Id is { Length: > 255 }) throw new UpstreamException("The upstream began a tool call without naming the tool.");
            var number = open is null ? 0 : open.Number + 1;
            _calls[choice] = new OpenCall(tool.Index, number, tool.Id);
            start = new ToolCallStart(tool.Id is { Length: > 0 } id ? id : $"call_{choice}_{number}", name);
        }
        else if (tool.Index < open.Index) throw new UpstreamException("The upstream went back to a tool call that had ended.");
        else if (tool.Arguments.Length == 0) return;
        events.Add(Token(choice, TextKind.ToolArguments, tool.Arguments) with { ToolCall = start });
    }

    /// <summary>Servers that number all calls 0 tell them apart by their ids.</summary>
    private static bool IsOther(string? id, string? open) => id is { Length: > 0 } && open is { Length: > 0 } && id != open;

    private static void Describe(ChoiceDelta delta, List<TokenEvent> events, int from)
    {
        for (var token = 0; token < events.Count - from; token++)
        {
            if (token < delta.TokenIds.Count && events[from + token].TokenId is not null) events[from + token] = events[from + token] with { TokenId = delta.TokenIds[token] };
            if (token < delta.LogProbs.Count) events[from + token] = events[from + token] with { LogProb = delta.LogProbs[token].Chosen.LogProb, LogProbs = delta.LogProbs[token] };
        }
    }

    private TokenEvent Token(int choice, TextKind kind, string text)
    {
        _text?.Append(text);
        // Text beyond what was asked for is one token in two chunks: it costs nothing.
        if (Counted == mostTokens) return new TokenEvent(null, text) { Choice = choice, Kind = kind };
        Counted++;
        if (kind == TextKind.Reasoning) _reasoningCounted++;
        return new TokenEvent(UpstreamEngine.UnnamedToken, text) { Choice = choice, Kind = kind };
    }

    private int CountText() => _text is null ? Counted : tokenizer!.Tokenizer.Encode(_text.ToString(), parseAdded: false).Count;

    /// <summary>The tool call that a choice is at.</summary>
    private sealed record OpenCall(int Index, int Number, string? Id);
}
