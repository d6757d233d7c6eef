namespace Cocoon.Inference.Chat.Jinja;

/// <summary>Parts of values: attributes, items, slices. Texts are counted in characters, as in Python.</summary>
internal static class Access
{
    public static object? Attribute(object? of, string name) => of switch
    {
        // Methods come first, as in Python, so that "items()" works on a dictionary with an entry of this name.
        ValueMap map => Methods.OfMap(map, name) ?? map[name],
        MarkedText text => TextMethods.Find(text, name) ?? (object)Undefined.Value,
        List<object?> list => Methods.OfList(list, name) ?? (object)Undefined.Value,
        Undefined => throw new TemplateException($"The chat template asks for '{name}' of a value that is not there."),
        _ => Undefined.Value,
    };

    public static object? Item(object? of, object? index) => (of, index) switch
    {
        (ValueMap map, MarkedText name) => map.Contains(name.Value) ? map[name.Value] : Undefined.Value,
        (List<object?> list, long at) => At(list, at),
        (MarkedText text, long at) => At([.. Characters(text)], at),
        (Undefined, _) => throw new TemplateException("The chat template asks for an item of a value that is not there."),
        (_, MarkedText name) => Attribute(of, name.Value),
        _ => Undefined.Value,
    };

    public static object? Slice(object? of, object? start, object? end, object? step)
    {
        var stride = step is null ? 1 : Index(step);
        if (stride == 0) throw new TemplateException("A slice of the chat template has a step of zero.");
        var items = of is Undefined ? throw new TemplateException("The chat template cuts a value that is not there.") : Values.Items(of);
        var (first, last) = stride > 0 ? (0L, (long)items.Count) : (items.Count - 1L, -1L);
        var from = start is null ? first : Bound(Index(start), items.Count, stride);
        var to = end is null ? last : Bound(Index(end), items.Count, stride);
        var part = new List<object?>();
        for (var at = from; stride > 0 ? at < to : at > to; at += stride) part.Add(items[(int)at]);
        return of is MarkedText ? MarkedText.Concat(part.Cast<MarkedText>()) : part;
    }

    /// <summary>The characters of a text, pairs of surrogates as one.</summary>
    public static IEnumerable<MarkedText> Characters(MarkedText text)
    {
        for (var at = 0; at < text.Length;)
        {
            var width = char.IsSurrogatePair(text.Value, at) ? 2 : 1;
            yield return text.Slice(at, at += width);
        }
    }

    public static long Length(object? value) => value switch
    {
        MarkedText text => text.Length - text.Value.Where((_, at) => char.IsSurrogatePair(text.Value, at)).Count(),
        List<object?> list => list.Count,
        ValueMap map => map.Count,
        Undefined => 0,
        _ => throw new TemplateException("The chat template asks for the length of something that has none."),
    };

    private static object? At(List<object?> list, long at)
    {
        if (at < 0) at += list.Count;
        return at >= 0 && at < list.Count ? list[(int)at] : Undefined.Value;
    }

    private static long Index(object? value) => value as long? ?? throw new TemplateException("A slice of the chat template has a bound that is no number.");

    private static long Bound(long at, int count, long stride)
    {
        if (at < 0) at += count;
        return stride > 0 ? Math.Clamp(at, 0, count) : Math.Clamp(at, -1, count - 1);
    }
}
