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

    public void Add(TokenChunk chunk)
    {
        _text.Append(chunk.Text);
        if (chunk.TokenId is { } token) TokenIds.Add(token);
        if (chunk.Outcome is { } outcome) Outcome = outcome;
    }

    public static string FinishReason(JobEnding ending) => ending switch
    {
        JobEnding.Length => "length",
        _ => "stop",
    };

    /// <summary>OpenAI's prompt_tokens: cached ones included.</summary>
    public static long PromptTokens(TokenCounts tokens) => tokens.Prompt + tokens.CachedPrompt;
}
