namespace Cocoon.Inference.Tokenizers.Splitting;

/// <summary>Cuts a text where a pattern matches.</summary>
internal static class PatternSplit
{
    /// <param name="text">What is cut.</param>
    /// <param name="matches">Where the pattern matches, in order.</param>
    /// <param name="behavior">What becomes of the matches.</param>
    /// <param name="invert">Whether what lies between the matches is taken for them.</param>
    public static List<string> Split(string text, IEnumerable<Range> matches, SplitBehavior behavior, bool invert = false)
    {
        var parts = new List<(int Start, int End, bool IsMatch)>();
        var last = 0;
        foreach (var match in matches)
        {
            Add(last, match.Start.Value, isMatch: invert);
            Add(match.Start.Value, match.End.Value, isMatch: !invert);
            last = match.End.Value;
        }
        Add(last, text.Length, isMatch: invert);
        return behavior switch
        {
            SplitBehavior.Isolated => parts.ConvertAll(part => text[part.Start..part.End]),
            SplitBehavior.Removed => parts.FindAll(part => !part.IsMatch).ConvertAll(part => text[part.Start..part.End]),
            _ => Join(text, parts, behavior),
        };

        void Add(int start, int end, bool isMatch)
        {
            if (end > start) parts.Add((start, end, isMatch));
        }
    }

    /// <summary>Parts that belong to their neighbours; of matches in a row only the one next to other text does.</summary>
    private static List<string> Join(string text, List<(int Start, int End, bool IsMatch)> parts, SplitBehavior behavior)
    {
        var pieces = new List<string>();
        var start = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            if (i + 1 < parts.Count && Joins(parts[i].IsMatch, parts[i + 1].IsMatch, behavior)) continue;
            pieces.Add(text[start..parts[i].End]);
            start = parts[i].End;
        }
        return pieces;
    }

    private static bool Joins(bool isMatch, bool nextIsMatch, SplitBehavior behavior) => behavior switch
    {
        SplitBehavior.MergedWithPrevious => !isMatch && nextIsMatch,
        SplitBehavior.MergedWithNext => isMatch && !nextIsMatch,
        _ => isMatch == nextIsMatch,
    };
}
