using System.Globalization;
using System.Text;

namespace Cocoon.Inference.Tokenizers.Splitting;

/// <summary>
/// A text for .NET's regular expressions, which see UTF-16 units: each character beyond the basic plane is replaced by a
/// rare one of its category within it, and places are found again.
/// </summary>
internal sealed class StandIns
{
    /// <summary>For each category of <see cref="UnicodeCategory"/>, in its order, a character of it; those without one take U+E000.</summary>
    private const string OfCategory = "Ɓɓǅʰƻ\u0315\u0903\u0488०ᛮ৴\u2028\u2028\u2028\u0080\u06dd\ue000\ue000‿‒⁅⁆«»⁁∁₠˂⌂\u0378";

    /// <summary>Places of the text's beginning of each unit; null where they are the same.</summary>
    private readonly int[]? _places;

    public StandIns(string text)
    {
        Text = text;
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) return;
        var units = new StringBuilder(text.Length);
        var places = new List<int>(text.Length + 1);
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            places.Add(at);
            at += rune.Utf16SequenceLength;
            units.Append(rune.IsBmp ? (char)rune.Value : OfCategory[(int)Rune.GetUnicodeCategory(rune)]);
        }
        places.Add(at);
        Text = units.ToString();
        _places = [.. places];
    }

    public string Text { get; }

    public int Place(int unit) => _places is null ? unit : _places[unit];
}
