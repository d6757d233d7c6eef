using System.Globalization;
using System.Text;

namespace Cocoon.Inference.Tokenizers;

/// <summary>Finds added tokens in text, of several at one place the longest. Immutable.</summary>
internal sealed class AddedTokenFinder
{
    private readonly Dictionary<char, AddedToken[]> _byStart;

    public AddedTokenFinder(IEnumerable<AddedToken> tokens) =>
        _byStart = tokens.GroupBy(token => token.Text[0]).ToDictionary(group => group.Key, group => group.OrderByDescending(token => token.Text.Length).ToArray());

    /// <summary>The tokens in a part of a text, in order; they do not overlap.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="from">Start of the part.</param>
    /// <param name="to">End of the part.</param>
    /// <param name="trusted">Parts of the text where every token counts; elsewhere only plain ones do.</param>
    public IEnumerable<(int Start, int End, AddedToken Token)> In(string text, int from, int to, IReadOnlyList<Range> trusted)
    {
        if (_byStart.Count == 0) yield break;
        var (after, range) = (from, 0);
        for (var at = from; at < to;)
        {
            while (range < trusted.Count && trusted[range].End.Value <= at) range++;
            var safe = range < trusted.Count && trusted[range].Start.Value <= at ? trusted[range].End.Value : at;
            if (At(text, at, to, safe) is not { } token)
            {
                at++;
                continue;
            }
            var (start, end) = (at, at += token.Text.Length);
            if (token.IsWord && (start > 0 && IsWordAt(text, start - 1, isEnd: true) || end < text.Length && IsWordAt(text, end, isEnd: false))) continue;
            while (token.TakesLeft && start > after && char.IsWhiteSpace(text[start - 1])) start--;
            while (token.TakesRight && end < to && char.IsWhiteSpace(text[end])) end++;
            yield return (start, end, token);
            (at, after) = (end, end);
        }
    }

    private AddedToken? At(string text, int at, int to, int safe)
    {
        if (!_byStart.TryGetValue(text[at], out var candidates)) return null;
        foreach (var token in candidates)
        {
            var end = at + token.Text.Length;
            if (end <= to && (end <= safe || token.IsPlain) && string.CompareOrdinal(text, at, token.Text, 0, token.Text.Length) == 0) return token;
        }
        return null;
    }

    /// <summary>Whether the character before (<paramref name="isEnd"/>) or at a place belongs to words.</summary>
    private static bool IsWordAt(string text, int index, bool isEnd)
    {
        if (isEnd && index > 0 && char.IsLowSurrogate(text[index])) index--;
        return Rune.TryGetRuneAt(text, index, out var rune) && (Rune.IsLetterOrDigit(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.LetterNumber);
    }
}
