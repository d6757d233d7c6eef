using System.Text;
using Cocoon.Sealing;

namespace Cocoon.Client;

/// <summary>One growing answer. Not thread-safe.</summary>
internal sealed class ChoiceBuilder(int index)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<(AnswerTool Tool, StringBuilder Arguments)> _calls = [];
    private readonly List<TokenLogProb> _logProbs = [];
    private ChatFinish? _finish;

    public ChatUpdate Add(AnswerToken token)
    {
        if (token.Tool is { } tool) _calls.Add((tool, new StringBuilder()));
        if (token.Kind == AnswerKind.Reasoning) _reasoning.Append(token.Text);
        else if (token.Kind == AnswerKind.Content) _text.Append(token.Text);
        else if (_calls.Count > 0) _calls[^1].Arguments.Append(token.Text);
        _finish = (ChatFinish?)token.Finish ?? _finish;
        var logProb = LogProb(token);
        if (logProb is not null) _logProbs.Add(logProb);
        return new ChatUpdate(token.Kind == AnswerKind.Content ? token.Text : "", null)
        {
            Choice = index,
            Reasoning = token.Kind == AnswerKind.Reasoning ? token.Text : "",
            ToolCall = ToolCall(token),
            LogProb = logProb,
            Finish = (ChatFinish?)token.Finish,
        };
    }

    public ChatChoice Build() => new(
        index, _text.ToString(), _reasoning.ToString(), [.. _calls.Select(static call => new ChatToolCall(call.Tool.Id, call.Tool.Name, call.Arguments.ToString()))], _finish, [.. _logProbs]);

    private ToolCallUpdate? ToolCall(AnswerToken token)
    {
        var arguments = token.Kind == AnswerKind.ToolArguments ? token.Text : "";
        return token.Tool is null && arguments.Length == 0 ? null : new ToolCallUpdate(Math.Max(0, _calls.Count - 1), token.Tool?.Id, token.Tool?.Name, arguments);
    }

    private static TokenLogProb? LogProb(AnswerToken token) => token is { TokenId: { } id, LogProb: { } value }
        ? new TokenLogProb(id, token.Bytes, value, [.. token.Top.Select(static top => new TokenLogProb(top.TokenId, top.Bytes, top.LogProb, []))])
        : null;
}
