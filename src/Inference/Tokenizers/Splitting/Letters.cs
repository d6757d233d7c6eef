using System.Globalization;
using System.Text;

namespace Cocoon.Inference.Tokenizers.Splitting;

/// <summary>Characters of a text by their kind; pairs of surrogates are one character.</summary>
internal static class Letters
{
    public static (LetterKind Kind, int Width) At(string text, int index)
    {
        if (text[index] is var letter && char.IsAscii(letter)) return (Ascii(letter), 1);
        if (!Rune.TryGetRuneAt(text, index, out var rune)) return (LetterKind.Other, 1); // a lone surrogate
        return (Of(rune), rune.Utf16SequenceLength);
    }

    /// <summary>Where the run of one kind that begins at an index ends.</summary>
    public static int Run(string text, int start, LetterKind kind, int most = int.MaxValue)
    {
        var end = start;
        for (var count = 0; count < most && end < text.Length && At(text, end) is var (next, width) && next == kind; count++) end += width;
        return end;
    }

    private static LetterKind Ascii(char letter)
    {
        if (char.IsAsciiLetter(letter)) return LetterKind.Letter;
        if (char.IsAsciiDigit(letter)) return LetterKind.Number;
        return letter is ' ' or (>= '\t' and <= '\r') ? LetterKind.Space : LetterKind.Other;
    }

    private static LetterKind Of(Rune rune)
    {
        if (Rune.IsWhiteSpace(rune)) return LetterKind.Space;
        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => LetterKind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => LetterKind.Number,
            _ => LetterKind.Other,
        };
    }
}
