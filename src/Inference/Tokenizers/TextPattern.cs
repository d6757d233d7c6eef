using System.Text.Json;
using System.Text.RegularExpressions;
using Cocoon.Inference.Tokenizers.Splitting;

namespace Cocoon.Inference.Tokenizers;

/// <summary>
/// A pattern of a tokenizer.json: a string or a regular expression of Oniguruma's kind, of which .NET's is close enough but
/// for possessive quantifiers, which are refused. Immutable.
/// </summary>
internal sealed class TextPattern
{
    /// <summary>Longest time a regular expression may take for one text; those of real files take microseconds.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    private readonly string? _text;
    private readonly WordPattern? _known;
    private readonly Regex? _regex;

    private TextPattern(string? text, WordPattern? known, Regex? regex) => (_text, _known, _regex) = (text, known, regex);

    public static TextPattern Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) return OfText(TokenizerFile.Text(json));
        if (json.TryGetProperty("String", out var text)) return OfText(TokenizerFile.Text(text));
        return OfRegex(TokenizerFile.Text(json.GetProperty("Regex")));
    }

    public static TextPattern OfRegex(string pattern)
    {
        if (WordPattern.Of(pattern) is { } known) return new TextPattern(null, known, null);
        if (HasPossessive(pattern)) throw new InvalidOperationException("its regular expression has a possessive quantifier, which is not supported");
        return new TextPattern(null, null, new Regex(pattern, RegexOptions.CultureInvariant, MaxTime));
    }

    /// <summary>Where it matches, in order.</summary>
    /// <exception cref="InferenceRequestException">The text makes the regular expression take too long.</exception>
    public IEnumerable<Range> Matches(string text)
    {
        if (_known is not null) return _known.Split(text);
        return _text is not null ? TextMatches(text, _text) : RegexMatches(text);
    }

    public string Replace(string text, string content)
    {
        if (_text is not null) return text.Replace(_text, content, StringComparison.Ordinal);
        var result = new System.Text.StringBuilder();
        var plain = 0;
        foreach (var match in Matches(text))
        {
            result.Append(text.AsSpan(plain, match.Start.Value - plain)).Append(content);
            plain = match.End.Value;
        }
        return result.Append(text.AsSpan(plain)).ToString();
    }

    private static TextPattern OfText(string text) => text.Length > 0 ? new TextPattern(text, null, null) : throw new InvalidOperationException("a pattern is empty");

    private static IEnumerable<Range> TextMatches(string text, string sought)
    {
        for (var at = 0; (at = text.IndexOf(sought, at, StringComparison.Ordinal)) >= 0; at += sought.Length) yield return at..(at + sought.Length);
    }

    private List<Range> RegexMatches(string text)
    {
        var units = new StandIns(text);
        var matches = new List<Range>();
        try
        {
            for (var match = _regex!.Match(units.Text); match.Success; match = match.NextMatch())
                matches.Add(units.Place(match.Index)..units.Place(match.Index + match.Length));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new InferenceRequestException("This model's tokenizer takes too long over a text. Send a shorter one, or one with ordinary words.", "messages");
        }
        return matches;
    }

    /// <summary>Whether a quantifier is followed by a plus, outside of a class of characters.</summary>
    private static bool HasPossessive(string pattern)
    {
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\') i++;
            else if (pattern[i] == '[') inClass = true;
            else if (pattern[i] == ']') inClass = false;
            else if (!inClass && pattern[i] is '?' or '*' or '+' && i + 1 < pattern.Length && pattern[i + 1] == '+') return true;
        }
        return false;
    }
}
