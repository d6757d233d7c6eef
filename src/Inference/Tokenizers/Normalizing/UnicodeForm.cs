using System.Text;

namespace Cocoon.Inference.Tokenizers.Normalizing;

/// <summary>The four normalization forms (Unicode Standard Annex 15).</summary>
/// <param name="isCompatible">Whether compatibility characters such as ligatures are taken apart: NFKC, NFKD.</param>
/// <param name="composes">Whether the parts are put together again: NFC, NFKC.</param>
internal sealed class UnicodeForm(bool isCompatible, bool composes)
{
    private const int HangulFirst = 0xAC00;
    private const int HangulCount = 11172;
    private const int LeadFirst = 0x1100;
    private const int LeadCount = 19;
    private const int VowelFirst = 0x1161;
    private const int VowelCount = 21;
    private const int TailBefore = 0x11A7;
    private const int TailCount = 28;

    /// <summary>Below the first combining mark every text is in form C; below U+00A0 in all forms.</summary>
    private readonly char _firstOfInterest = composes && !isCompatible ? '\u0300' : '\u00a0';

    public string Apply(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(_firstOfInterest, '\uffff')) return text;
        var characters = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes()) TakeApart(rune.Value, characters);
        Order(characters);
        if (composes) Compose(characters);
        var result = new StringBuilder(text.Length);
        foreach (var character in characters) result.Append(new Rune(character).ToString());
        return result.ToString();
    }

    private void TakeApart(int character, List<int> to)
    {
        if (character is >= HangulFirst and < HangulFirst + HangulCount)
        {
            var (syllable, tail) = Math.DivRem(character - HangulFirst, TailCount);
            to.Add(LeadFirst + syllable / VowelCount);
            to.Add(VowelFirst + syllable % VowelCount);
            if (tail > 0) to.Add(TailBefore + tail);
        }
        else if (UnicodeData.Instance.Parts(character, isCompatible) is { } parts)
        {
            foreach (var part in parts) TakeApart(part, to);
        }
        else
        {
            to.Add(character);
        }
    }

    /// <summary>Combining marks of one cluster in the order of their classes; equal ones stay as they are.</summary>
    private static void Order(List<int> characters)
    {
        var data = UnicodeData.Instance;
        for (var start = 0; start < characters.Count; start++)
        {
            if (data.Class(characters[start]) == 0) continue;
            var end = start;
            while (end < characters.Count && data.Class(characters[end]) != 0) end++;
            if (end - start > 1)
            {
                var ordered = characters.GetRange(start, end - start).OrderBy(data.Class).ToList();
                for (var i = 0; i < ordered.Count; i++) characters[start + i] = ordered[i];
            }
            start = end;
        }
    }

    private static void Compose(List<int> characters)
    {
        var data = UnicodeData.Instance;
        var (starter, lastClass, kept) = (-1, 0, 0);
        for (var i = 0; i < characters.Count; i++)
        {
            var character = characters[i];
            var itsClass = data.Class(character);
            // A mark is blocked by an earlier one of the same or a higher class; a starter by any mark in between.
            var isNext = starter >= 0 && (kept - 1 == starter || lastClass != 0 && lastClass < itsClass);
            if (isNext && Pair(characters[starter], character) is { } whole)
            {
                characters[starter] = whole;
                continue;
            }
            if (itsClass == 0) starter = kept;
            lastClass = itsClass;
            characters[kept++] = character;
        }
        characters.RemoveRange(kept, characters.Count - kept);
    }

    private static int? Pair(int first, int second)
    {
        if (first is >= LeadFirst and < LeadFirst + LeadCount && second is >= VowelFirst and < VowelFirst + VowelCount)
            return HangulFirst + ((first - LeadFirst) * VowelCount + second - VowelFirst) * TailCount;
        if (first is >= HangulFirst and < HangulFirst + HangulCount && (first - HangulFirst) % TailCount == 0 && second is > TailBefore and < TailBefore + TailCount)
            return first + second - TailBefore;
        return UnicodeData.Instance.Composed(first, second);
    }
}
