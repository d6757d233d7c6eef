using Cocoon.Client;
using Cocoon.Core.Money;

namespace Cocoon.Cli.Chat;

/// <summary>What was said, and what it cost. It lives in this process only.</summary>
internal sealed class Conversation(ChatSettings settings)
{
    private readonly List<ChatTurn> _turns = [];
    private int _answers;

    public string Model { get; set; } = settings.Model;

    /// <summary>Sum of the receipts of finished answers.</summary>
    public Nano Spent { get; private set; }

    /// <summary>How many answers, for people.</summary>
    public string Counted => Core.Counted.Of(_answers, "answer");

    public long Tokens { get; private set; }

    public ChatRequest Next(string question) => new(
        Model, [.. settings.System is { } system ? (ChatTurn[])[new("system", system)] : [], .. _turns, new("user", question)])
    {
        MaxTokens = settings.MaxTokens,
        Tier = settings.Tier,
        Temperature = settings.Temperature,
    };

    public void Add(string question, string answer, AnswerBill bill)
    {
        _turns.AddRange([new("user", question), new("assistant", answer)]);
        Spent += bill.Charge;
        Tokens += bill.PromptTokens + bill.AnswerTokens;
        _answers++;
    }

    /// <summary>Forgets what was said; what it cost stays.</summary>
    public void Reset() => _turns.Clear();
}
