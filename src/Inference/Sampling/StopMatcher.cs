using System.Text;

namespace Cocoon.Inference.Sampling;

/// <summary>
/// Finds stop strings in streamed text. Text that may be the beginning of one is held back until it is decided. Not
/// thread-safe.
/// </summary>
internal sealed class StopMatcher(IReadOnlyList<string> stops)
{
    private readonly StringBuilder _held = new();

    public bool IsStopped { get; private set; }

    /// <summary>The part of the text that is final now. After a stop string nothing more comes.</summary>
    public string Append(string text)
    {
        if (IsStopped) return "";
        if (stops.Count == 0) return text;
        _held.Append(text);
        var held = _held.ToString();
        var first = stops.Select(stop => held.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        if (first >= 0)
        {
            IsStopped = true;
            _held.Clear();
            return held[..first];
        }
        var keep = stops.Max(stop => LongestStartAtEnd(held, stop));
        _held.Remove(0, held.Length - keep);
        return held[..^keep];
    }

    /// <summary>What was held back and turned out to be no stop string.</summary>
    public string Flush()
    {
        var rest = _held.ToString();
        _held.Clear();
        return rest;
    }

    private static int LongestStartAtEnd(string text, string stop)
    {
        for (var length = Math.Min(text.Length, stop.Length - 1); length > 0; length--)
            if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length))) return length;
        return 0;
    }
}
