using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cocoon.Inference.Tokenizers.Splitting;

/// <summary>Reads the pre-tokenizer of a tokenizer.json; those that are not known are refused by name.</summary>
internal static class PreTokenizerReader
{
    public static PreTokenizer? Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        return json.GetProperty("type").GetString() switch
        {
            "Sequence" => Sequence([.. json.GetProperty("pretokenizers").EnumerateArray().Select(Read).OfType<PreTokenizer>()]),
            "ByteLevel" => ByteLevel(json.GetProperty("add_prefix_space").GetBoolean(), !json.TryGetProperty("use_regex", out var regex) || regex.GetBoolean()),
            "Split" => Split(TextPattern.Read(json.GetProperty("pattern")), Behavior(json), json.TryGetProperty("invert", out var invert) && invert.GetBoolean()),
            "Metaspace" => new Metaspace(json).Split,
            "Digits" => Digits(json.TryGetProperty("individual_digits", out var single) && single.GetBoolean()),
            "Punctuation" => Characters(IsPunctuation, json.TryGetProperty("behavior", out _) ? Behavior(json) : SplitBehavior.Isolated),
            "WhitespaceSplit" => Characters(Rune.IsWhiteSpace, SplitBehavior.Removed),
            var other => throw new InvalidOperationException($"the pre-tokenizer '{other}' is not supported"),
        };
    }

    public static PreTokenizer ByteLevel(bool addPrefixSpace, bool useRegex)
    {
        return Cut;

        IEnumerable<string> Cut(string text, bool isFirst)
        {
            if (addPrefixSpace && !text.StartsWith(' ')) text = ' ' + text;
            if (!useRegex) return [ByteAlphabet.Encode(text)];
            return WordPattern.Gpt2.Split(text).Select(range => ByteAlphabet.Encode(text.AsSpan()[range]));
        }
    }

    public static PreTokenizer Split(TextPattern pattern, SplitBehavior behavior, bool invert) =>
        (text, _) => PatternSplit.Split(text, pattern.Matches(text), behavior, invert);

    public static PreTokenizer Sequence(IReadOnlyList<PreTokenizer> steps) => (text, isFirst) =>
    {
        IEnumerable<string> pieces = [text];
        foreach (var step in steps) pieces = pieces.SelectMany((piece, index) => step(piece, isFirst && index == 0));
        return pieces;
    };

    private static PreTokenizer Digits(bool single) => Characters(
        static rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber,
        single ? SplitBehavior.Isolated : SplitBehavior.Contiguous);

    private static PreTokenizer Characters(Func<Rune, bool> isMatch, SplitBehavior behavior) => (text, _) => PatternSplit.Split(text, Places(text, isMatch), behavior);

    private static IEnumerable<Range> Places(string text, Func<Rune, bool> isMatch)
    {
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (isMatch(rune)) yield return at..(at + rune.Utf16SequenceLength);
            at += rune.Utf16SequenceLength;
        }
    }

    /// <summary>Signs of ASCII count, though Unicode calls some of them symbols.</summary>
    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? char.IsPunctuation((char)rune.Value) || char.IsSymbol((char)rune.Value)
        : Rune.IsPunctuation(rune);

    private static SplitBehavior Behavior(JsonElement json) => json.GetProperty("behavior").GetString() is { } name && Enum.TryParse<SplitBehavior>(name, out var behavior) && Enum.IsDefined(behavior)
        ? behavior
        : throw new InvalidOperationException("the behavior of a pre-tokenizer is not known");
}
