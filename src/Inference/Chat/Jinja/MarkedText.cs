using System.Text;

namespace Cocoon.Inference.Chat.Jinja;

/// <summary>
/// A text of which each character is known to be the template's own or somebody else's, through all that a template does
/// with it: so the words of people never become control tokens. Immutable; equal by its characters alone.
/// </summary>
internal sealed class MarkedText
{
    public const char Trusted = 't';
    public const char Untrusted = 'u';

    public static readonly MarkedText Empty = new("", "");

    private MarkedText(string value, string marks) => (Value, Marks) = (value, marks);

    public string Value { get; }

    /// <summary>As long as the value: <see cref="Trusted"/> or <see cref="Untrusted"/> for each of its characters.</summary>
    public string Marks { get; }

    public int Length => Value.Length;

    public static MarkedText Of(string value, bool isTrusted) => new(value, new string(isTrusted ? Trusted : Untrusted, value.Length));

    /// <summary>What is made of a text in a way that leaves no character in its place: trusted only if all of it was.</summary>
    public MarkedText Remade(string value) => Of(value, !Marks.Contains(Untrusted, StringComparison.Ordinal));

    public MarkedText Slice(int start, int end) => start == 0 && end == Length ? this : new MarkedText(Value[start..end], Marks[start..end]);

    /// <summary>Each character replaced by one.</summary>
    public MarkedText Map(Func<string, string> map)
    {
        var value = map(Value);
        return value.Length == Length ? new MarkedText(value, Marks) : Remade(value);
    }

    public static MarkedText Concat(IEnumerable<MarkedText> parts)
    {
        var (value, marks) = (new StringBuilder(), new StringBuilder());
        foreach (var part in parts)
        {
            value.Append(part.Value);
            marks.Append(part.Marks);
        }
        return new MarkedText(value.ToString(), marks.ToString());
    }

    /// <summary>Without the white space, or the given characters, at its ends.</summary>
    public MarkedText Trim(bool left, bool right, string? letters = null)
    {
        var (start, end) = (0, Length);
        while (left && start < end && IsCut(Value[start])) start++;
        while (right && end > start && IsCut(Value[end - 1])) end--;
        return Slice(start, end);

        bool IsCut(char letter) => letters is null ? char.IsWhiteSpace(letter) : letters.Contains(letter, StringComparison.Ordinal);
    }

    /// <summary>The parts between the places of a separator, at most so many cuts.</summary>
    public List<MarkedText> Split(string separator, int most = int.MaxValue)
    {
        var parts = new List<MarkedText>();
        var start = 0;
        for (var at = 0; parts.Count < most && (at = Value.IndexOf(separator, start, StringComparison.Ordinal)) >= 0; start = at + separator.Length) parts.Add(Slice(start, at));
        parts.Add(Slice(start, Length));
        return parts;
    }

    public MarkedText Join(IEnumerable<MarkedText> parts) => Concat(parts.SelectMany((part, index) => index == 0 ? [part] : new[] { this, part }));

    /// <summary>Runs of characters that are trusted alike.</summary>
    public IEnumerable<TemplatePiece> Pieces()
    {
        for (var start = 0; start < Length;)
        {
            var end = start + 1;
            while (end < Length && Marks[end] == Marks[start]) end++;
            yield return new TemplatePiece(Value[start..end], Marks[start] == Trusted);
            start = end;
        }
    }

    public override bool Equals(object? obj) => obj is MarkedText other && other.Value == Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Value;
}
