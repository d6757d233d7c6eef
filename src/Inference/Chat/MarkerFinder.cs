namespace Cocoon.Inference.Chat;

/// <summary>
/// Finds a marker in streamed text. Text that may be its beginning is held back until it is decided. Not thread-safe.
/// </summary>
/// <param name="marker">What is looked for; not empty.</param>
/// <param name="isAtStart">Whether it counts only where nothing but white space is before it.</param>
internal sealed class MarkerFinder(string marker, bool isAtStart)
{
    private string _held = "";
    private bool _isOver;

    /// <summary>The text before the marker that is decided, and what follows it; the latter is null until it is found.</summary>
    public (string Before, string? After) Append(string text)
    {
        if (_isOver) return (text, null);
        var all = _held + text;
        _held = "";
        var start = isAtStart ? all.Length - all.TrimStart().Length : all.IndexOf(marker, StringComparison.Ordinal);
        if (start >= 0 && all.AsSpan(start).StartsWith(marker))
        {
            _isOver = true;
            return (all[..start], all[(start + marker.Length)..]);
        }
        var keep = isAtStart ? StartsMarker(all.AsSpan(start)) ? all.Length : 0 : LongestStartAtEnd(all);
        _isOver = isAtStart && keep == 0;
        _held = all[^keep..];
        return (all[..^keep], null);
    }

    /// <summary>What was held back and turned out to be no marker.</summary>
    public string Flush()
    {
        var rest = _held;
        _held = "";
        return rest;
    }

    private bool StartsMarker(ReadOnlySpan<char> text) => text.Length < marker.Length && marker.AsSpan().StartsWith(text);

    private int LongestStartAtEnd(string text)
    {
        for (var length = Math.Min(text.Length, marker.Length - 1); length > 0; length--)
            if (text.AsSpan(text.Length - length).SequenceEqual(marker.AsSpan(0, length))) return length;
        return 0;
    }
}
