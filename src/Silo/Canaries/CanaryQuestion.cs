using Cocoon.Client;

namespace Cocoon.Silo.Canaries;

/// <summary>Makes requests that look like anybody's: chats of one turn, of varied words and lengths. Pure.</summary>
public static class CanaryQuestion
{
    private static readonly string[] Tasks = ["Tell me about", "Write a short story about", "What is the use of", "Explain to a child", "Give me three facts about", "How would you describe", "Write a poem about", "What should I know of"];
    private static readonly string[] Things = ["the sea", "a market in autumn", "old bridges", "bees", "the number seven", "trains", "a garden at night", "bread", "maps", "winter", "a lighthouse", "clocks", "rivers", "paper", "the moon", "salt"];
    private static readonly string[] Manners = ["", " Be brief.", " Please.", " In simple words.", " I have to tell my class.", " Thanks!"];

    /// <param name="model">Model id.</param>
    /// <param name="dice">What it depends on.</param>
    /// <returns>A request with one right answer; who is to serve it is not set.</returns>
    public static ChatRequest Make(string model, Random dice) => new(model, [new ChatTurn("user", $"{Pick(Tasks, dice)} {Pick(Things, dice)}.{Pick(Manners, dice)}")])
    {
        MaxTokens = dice.Next(16, 97),
        Temperature = 0,
    };

    private static string Pick(string[] from, Random dice) => from[dice.Next(from.Length)];
}
