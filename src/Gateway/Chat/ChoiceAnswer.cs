using System.Text;
using Cocoon.Gateway.Errors;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Chat;

/// <summary>One of a request's answers being collected.</summary>
internal sealed class ChoiceAnswer
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<(AnswerTool Tool, StringBuilder Arguments)> _tools = [];

    public string Text => _text.ToString();

    /// <summary>What the model thought before answering; empty for models that do not show it.</summary>
    public string Reasoning => _reasoning.ToString();

    /// <summary>Tool calls with their arguments as the model wrote them.</summary>
    public IEnumerable<(AnswerTool Tool, string Arguments)> Tools => _tools.Select(static call => (call.Tool, call.Arguments.ToString()));

    public bool HasTools => _tools.Count > 0;

    /// <summary>Tokens of the text with their log probabilities, when asked for.</summary>
    public List<AnswerToken> LogProbs { get; } = [];

    public AnswerFinish? Finish { get; private set; }

    /// <summary>Which choice a part belongs to.</summary>
    /// <exception cref="ApiException">The request asked for no such choice.</exception>
    public static int Index(in AnswerToken token, int choices) => token.Choice < choices
        ? token.Choice
        : throw new ApiException(502, ErrorTypes.Server, "engine_failed", "The provider answered with a choice that was not asked for. Try again.");

    public void Add(in AnswerToken token)
    {
        Finish ??= token.Finish;
        if (token.Tool is { } tool) _tools.Add((tool, new StringBuilder()));
        switch (token.Kind)
        {
            case AnswerKind.Reasoning:
                _reasoning.Append(token.Text);
                break;
            case AnswerKind.ToolArguments:
                if (_tools.Count > 0) _tools[^1].Arguments.Append(token.Text);
                break;
            default:
                _text.Append(token.Text);
                if (token.LogProb is not null && token.TokenId is not null) LogProbs.Add(token);
                break;
        }
    }
}
