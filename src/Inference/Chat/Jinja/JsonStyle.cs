namespace Cocoon.Inference.Chat.Jinja;

/// <summary>How JSON is laid out, by the arguments of Python's json.dumps.</summary>
/// <param name="Indent">Spaces of each level; null for one line.</param>
/// <param name="Comma">What stands between items.</param>
/// <param name="Colon">What stands after a name.</param>
/// <param name="IsSorted">Whether names are in order.</param>
internal sealed record JsonStyle(int? Indent, string Comma, string Colon, bool IsSorted)
{
    private const int MaxIndent = 16;

    public static JsonStyle Of(CallArguments call)
    {
        if (call.Flag(1, "ensure_ascii")) throw new TemplateException("The filter 'tojson' does not escape characters here.");
        int? indent = call.Get(0, "indent") is long width ? (int)Math.Clamp(width, 0, MaxIndent) : null;
        var (comma, colon) = call.Get(2, "separators") is List<object?> and [MarkedText first, MarkedText second] ? (first.Value, second.Value) : (indent is null ? ", " : ",", ": ");
        return new JsonStyle(indent, comma, colon, call.Flag(3, "sort_keys"));
    }

    public List<KeyValuePair<MarkedText, object?>> Ordered(ValueMap map) =>
        [.. IsSorted ? map.Entries.OrderBy(entry => entry.Key.Value, StringComparer.Ordinal) : map.Entries];
}
