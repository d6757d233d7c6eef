using Cocoon.Core.Receipts;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Chat;

/// <summary>An answer being collected: its choices, and its tokens as this gateway saw them.</summary>
/// <param name="choices">Choices asked for.</param>
internal sealed class ChatAnswer(int choices)
{
    public IReadOnlyList<ChoiceAnswer> Choices { get; } = [.. Enumerable.Range(0, choices).Select(static _ => new ChoiceAnswer())];

    public List<int> TokenIds { get; } = [];

    public void Add(AnswerToken token)
    {
        Choices[ChoiceAnswer.Index(token, Choices.Count)].Add(token);
        if (token.TokenId is { } id) TokenIds.Add(id);
    }

    public static string FinishReason(JobEnding ending) => ChatJson.Name(ChatJson.Finish(ending));
}
