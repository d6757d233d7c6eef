using Cocoon.Sealing;

namespace Cocoon.Client;

/// <summary>The answers to one request as they grow. Not thread-safe.</summary>
internal sealed class ChatAnswer
{
    private readonly SortedDictionary<int, ChoiceBuilder> _choices = [];

    /// <summary>Takes one step.</summary>
    /// <returns>What is new for the caller; null when that is nothing.</returns>
    public ChatUpdate? Add(AnswerToken token)
    {
        if (!_choices.TryGetValue(token.Choice, out var choice)) _choices[token.Choice] = choice = new ChoiceBuilder(token.Choice);
        var update = choice.Add(token);
        var isEmpty = update is { Text: "", Reasoning: "", ToolCall: null, LogProb: null, Finish: null };
        return isEmpty ? null : update;
    }

    public IReadOnlyList<ChatChoice> Choices => [.. _choices.Values.Select(static choice => choice.Build())];
}
