namespace Cocoon.Inference.Chat.Jinja;

/// <summary>Methods of dictionaries and lists.</summary>
internal static class Methods
{
    public static Function? OfMap(ValueMap map, string name) => name switch
    {
        "get" => arguments => map.Contains(arguments.Text(0, "key").Value) ? map[arguments.Text(0, "key").Value] : arguments.Get(1, "default"),
        "items" => _ => Pairs(map),
        "keys" => _ => map.Entries.Select(entry => (object?)entry.Key).ToList(),
        "values" => _ => map.Entries.Select(entry => entry.Value).ToList(),
        _ => null,
    };

    public static Function? OfList(List<object?> list, string name) => name switch
    {
        "append" => arguments =>
        {
            arguments.Frame.Budget.Step();
            list.Add(arguments.Get(0, "item"));
            return null;
        },
        "pop" => _ => Pop(list),
        "index" => arguments => list.FindIndex(item => Values.AreEqual(item, arguments.Get(0, "item"))) is var at and >= 0 ? (long)at : throw new TemplateException("A list of the chat template has no such item."),
        "count" => arguments => (long)list.Count(item => Values.AreEqual(item, arguments.Get(0, "item"))),
        _ => null,
    };

    public static List<object?> Pairs(ValueMap map) => [.. map.Entries.Select(entry => (object?)new List<object?> { entry.Key, entry.Value })];

    private static object? Pop(List<object?> list)
    {
        if (list.Count == 0) throw new TemplateException("The chat template takes from an empty list.");
        var last = list[^1];
        list.RemoveAt(list.Count - 1);
        return last;
    }
}
