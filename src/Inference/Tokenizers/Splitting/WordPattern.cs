namespace Cocoon.Inference.Tokenizers.Splitting;

/// <summary>
/// Cuts text into the pieces inside which BPE merges, as the patterns of GPT-2 and of cl100k do. Written by hand, in linear
/// time, because .NET's regular expressions see UTF-16 units, not characters, and would misjudge letters beyond the basic
/// plane.
/// </summary>
internal sealed class WordPattern
{
    /// <summary>GPT-2's: <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>.</summary>
    public static readonly WordPattern Gpt2 = new(isGpt2: true, int.MaxValue);

    /// <summary>Llama 3's: contractions of any case, one sign before a word, numbers of three digits, ends of lines apart.</summary>
    public static readonly WordPattern Llama3 = new(isGpt2: false, 3);

    /// <summary>Qwen's: the same with single digits.</summary>
    public static readonly WordPattern Qwen = new(isGpt2: false, 1);

    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private readonly bool _isGpt2;
    private readonly int _digits;

    private WordPattern(bool isGpt2, int digits) => (_isGpt2, _digits) = (isGpt2, digits);

    /// <summary>
    /// The pattern of this text, if it is a known one: GPT-2's, Qwen's (digits one by one) or cl100k's, which is Llama 3's
    /// (three by three), also in OpenAI's own spelling with possessive quantifiers, which cuts the same.
    /// </summary>
    public static WordPattern? Of(string pattern) => pattern switch
    {
        @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+" => Gpt2,
        @"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+" => Gpt2,
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+" => Qwen,
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+" => Llama3,
        @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+" => Llama3,
        _ => null,
    };

    public IEnumerable<Range> Split(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = _isGpt2 ? NextGpt2(text, start) : NextCl100k(text, start);
            yield return start..end;
            start = end;
        }
    }

    private static int NextGpt2(string text, int start)
    {
        foreach (var contraction in Contractions)
            if (string.CompareOrdinal(text, start, contraction, 0, contraction.Length) == 0) return start + contraction.Length;
        var (kind, width) = Letters.At(text, start);
        if (kind != LetterKind.Space) return Letters.Run(text, start, kind);
        // One plain space belongs to the word after it.
        if (text[start] == ' ' && start + 1 < text.Length && Letters.At(text, start + 1).Kind is var next and not LetterKind.Space) return Letters.Run(text, start + 1, next);
        return EndOfSpace(text, start, width);
    }

    private int NextCl100k(string text, int start)
    {
        if (FoldedContraction(text, start) is { } contraction) return contraction;
        var (kind, width) = Letters.At(text, start);
        if (kind == LetterKind.Letter) return Letters.Run(text, start, LetterKind.Letter);
        if (kind == LetterKind.Number) return Letters.Run(text, start, LetterKind.Number, _digits);
        // Any one character but a line's end belongs to the letters after it.
        var after = start + width;
        if (text[start] is not ('\r' or '\n') && after < text.Length && Letters.At(text, after).Kind == LetterKind.Letter) return Letters.Run(text, after, LetterKind.Letter);
        var others = text[start] == ' ' ? start + 1 : start;
        if (others < text.Length && Letters.At(text, others).Kind == LetterKind.Other)
        {
            var end = Letters.Run(text, others, LetterKind.Other);
            while (end < text.Length && text[end] is '\r' or '\n') end++;
            return end;
        }
        var space = Letters.Run(text, start, LetterKind.Space);
        // "\s*[\r\n]+": up to the last end of a line.
        if (text.AsSpan(start, space - start).LastIndexOfAny('\r', '\n') is var line and >= 0) return start + line + 1;
        return EndOfSpace(text, start, width);
    }

    /// <summary>"\s+(?!\S)": a run before a word leaves its last character to the next piece.</summary>
    private static int EndOfSpace(string text, int start, int width)
    {
        var end = Letters.Run(text, start, LetterKind.Space);
        if (end == text.Length) return end;
        return end - 1 > start ? end - 1 : start + width;
    }

    private static int? FoldedContraction(string text, int start)
    {
        if (text[start] != '\'' || start + 1 >= text.Length) return null;
        var first = Fold(text[start + 1]);
        if (first is 's' or 't' or 'm' or 'd') return start + 2;
        if (start + 2 >= text.Length) return null;
        return (first, Fold(text[start + 2])) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? start + 3 : null;
    }

    /// <summary>Unicode's case folding, which makes the long s an s.</summary>
    private static char Fold(char letter) => letter == '\u017f' ? 's' : char.ToLowerInvariant(letter);
}
