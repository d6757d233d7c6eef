using System.Globalization;
using System.Text;

namespace Cocoon.Inference.Tokenizers;

/// <summary>
/// Cuts text into the pieces inside which BPE merges, as GPT-2's pattern does:
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>. Written by hand because .NET's
/// regular expressions see UTF-16 units, not characters, and would misjudge letters beyond the basic plane.
/// </summary>
internal static class Gpt2Splitter
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Letter,
        Number,
        Space,
        Other,
    }

    public static IEnumerable<Range> Split(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Next(text, start);
            yield return start..end;
            start = end;
        }
    }

    private static int Next(string text, int start)
    {
        foreach (var contraction in Contractions)
            if (string.CompareOrdinal(text, start, contraction, 0, contraction.Length) == 0) return start + contraction.Length;
        var (kind, width) = At(text, start);
        if (kind != Kind.Space) return Run(text, start, kind);
        // One plain space belongs to the word after it.
        if (text[start] == ' ' && start + 1 < text.Length && At(text, start + 1).Kind is var next and not Kind.Space) return Run(text, start + 1, next);
        var end = Run(text, start, Kind.Space);
        if (end == text.Length) return end;
        // "\s+(?!\S)": a run before a word leaves its last character to the next piece.
        var last = end - 1;
        return last > start ? last : start + width;
    }

    private static int Run(string text, int start, Kind kind)
    {
        var end = start;
        while (end < text.Length && At(text, end) is var (next, width) && next == kind) end += width;
        return end;
    }

    private static (Kind Kind, int Width) At(string text, int index)
    {
        if (!Rune.TryGetRuneAt(text, index, out var rune)) return (Kind.Other, 1); // a lone surrogate
        if (Rune.IsWhiteSpace(rune)) return (Kind.Space, rune.Utf16SequenceLength);
        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => (Kind.Letter, rune.Utf16SequenceLength),
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => (Kind.Number, rune.Utf16SequenceLength),
            _ => (Kind.Other, rune.Utf16SequenceLength),
        };
    }
}
