using System.Text;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Inference;

namespace Cocoon.Gateway.Chat;

/// <summary>An answer being collected: its text, its tokens as this gateway saw them, and how it ended.</summary>
internal sealed class ChatAnswer
{
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    public List<int> TokenIds { get; } = [];

    public InferenceOutcome? Outcome { get; private set; }

    /// <summary>Opens the receipt's commitments; set with the outcome.</summary>
    public byte[] Salt { get; private set; } = [];

    public void Add(AnswerPart part)
    {
        _text.Append(part.Token.Text);
        if (part.Token.TokenId is { } token) TokenIds.Add(token);
        if (part.Outcome is { } outcome) (Outcome, Salt) = (outcome, part.Salt);
    }

    public static string FinishReason(JobEnding ending) => ending switch
    {
        JobEnding.Length => "length",
        _ => "stop",
    };

    /// <summary>OpenAI's prompt_tokens: cached ones included.</summary>
    public static long PromptTokens(TokenCounts tokens) => tokens.Prompt + tokens.CachedPrompt;
}
