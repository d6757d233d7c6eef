using Cocoon.Inference.Chat;
using Cocoon.Inference.Formats;
using Cocoon.Inference.Formats.Grammars;

namespace Cocoon.Inference.Tests.Formats;

/// <summary>A model that knows nothing: takes any token its mask allows, all alike.</summary>
internal static class RandomWriter
{
    private static readonly Lazy<VocabularyTrie> Vocabulary = new(() => new VocabularyTrie(TinyJane.Folder.Tokenizer.Tokenizer));

    /// <summary>Text by a format; null when it was not whole after so many tokens.</summary>
    /// <param name="format">What is asked for.</param>
    /// <param name="seed">Decides all.</param>
    /// <param name="wildTokens">After so many tokens it takes the shortest way it sees: brackets and quotes first.</param>
    /// <param name="maxTokens">Then it gives up.</param>
    public static string? Write(AnswerFormat format, int seed, int wildTokens = 60, int maxTokens = 2_000)
    {
        ChatTokenizer tokenizer = TinyJane.Folder.Tokenizer;
        var request = TinyJane.Ask("x") with { Format = format };
        var guide = new AnswerGuide(new AnswerRules(request, Vocabulary, null, [2]));
        var random = new Random(seed);
        var tokens = new List<int>();
        while (!guide.IsOver && tokens.Count < maxTokens)
        {
            var mask = guide.Mask!;
            var allowed = Enumerable.Range(0, tokenizer.Tokenizer.VocabularySize).Where(mask.Allows).ToArray();
            var token = tokens.Count < wildTokens ? allowed[random.Next(allowed.Length)] : Shortest(allowed, tokenizer, random);
            if (token == 2) break;
            guide.Accept(token);
            tokens.Add(token);
        }
        return tokens.Count < maxTokens ? tokenizer.Decode(tokens) : null;
    }

    private static int Shortest(int[] allowed, ChatTokenizer tokenizer, Random random)
    {
        if (allowed.Contains(2)) return 2;
        // Where nearly all is allowed it is inside a string.
        foreach (var end in allowed.Length > tokenizer.Tokenizer.VocabularySize / 2 ? (string[])["\""] : ["}", "]", "\""])
        {
            var token = tokenizer.Tokenizer.Encode(end, parseAdded: false)[0];
            if (allowed.Contains(token)) return token;
        }
        return allowed[random.Next(allowed.Length)];
    }
}
