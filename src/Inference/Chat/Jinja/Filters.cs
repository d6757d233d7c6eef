using System.Globalization;

namespace Cocoon.Inference.Chat.Jinja;

/// <summary>Jinja's filters, as far as chat templates use them, and transformers' tojson.</summary>
internal static class Filters
{
    /// <summary>Null when there is no such filter.</summary>
    public static Func<object?, CallArguments, object?>? Find(string name) => name switch
    {
        "trim" => static (value, call) => Values.ToText(value).Trim(left: true, right: true, call.Get(0, "chars") is MarkedText letters ? letters.Value : null),
        "tojson" => static (value, call) => call.Frame.Budget.Made(PythonJson.Write(value, JsonStyle.Of(call), call.Frame.Budget)),
        "length" or "count" => static (value, _) => Access.Length(value),
        "join" => static (value, call) => Join(value, call),
        "upper" => static (value, _) => Values.ToText(value).Map(static text => text.ToUpperInvariant()),
        "lower" => static (value, _) => Values.ToText(value).Map(static text => text.ToLowerInvariant()),
        "capitalize" => static (value, _) => TextMethods.Capitalize(Values.ToText(value)),
        "title" => static (value, _) => TextMethods.Title(Values.ToText(value)),
        "default" or "d" => static (value, call) => value is Undefined || call.Flag(1, "boolean") && !Values.IsTrue(value) ? call.Has(0, "default_value") ? call.Get(0, "default_value") : MarkedText.Empty : value,
        "first" => static (value, _) => Values.Items(value) is [var first, ..] ? first : Undefined.Value,
        "last" => static (value, _) => Values.Items(value) is [.., var last] ? last : Undefined.Value,
        "list" => static (value, _) => new List<object?>(Values.Items(value)),
        "items" => static (value, _) => value is Undefined ? new List<object?>() : Methods.Pairs(value as ValueMap ?? throw new TemplateException("The filter 'items' needs a dictionary.")),
        "dictsort" => static (value, _) => Methods.Pairs(value as ValueMap ?? throw new TemplateException("The filter 'dictsort' needs a dictionary.")).OrderBy(static pair => ((List<object?>)pair!)[0]!.ToString(), StringComparer.OrdinalIgnoreCase).ToList(),
        "string" => static (value, _) => Values.ToText(value),
        "safe" => static (value, _) => value,
        "int" => static (value, call) => Integer(value) ?? call.Number(0, "default", 0),
        "float" => static (value, call) => value is MarkedText text ? double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : call.Get(0, "default") ?? 0.0 : Values.Number(value),
        "abs" => static (value, _) => value is long number ? (object)Math.Abs(number) : Math.Abs(Values.Number(value)),
        "round" => static (value, call) => Math.Round(Values.Number(value), Math.Clamp(call.Number(0, "precision", 0), 0, 15), MidpointRounding.ToEven),
        "replace" => static (value, call) => TextMethods.Replace(Values.ToText(value), call.Text(0, "old"), call.Text(1, "new"), call.Number(2, "count", -1), call.Frame.Budget),
        "indent" => static (value, call) => Indent(Values.ToText(value), call),
        "reverse" => static (value, _) => value is MarkedText text ? MarkedText.Concat(Access.Characters(text).Reverse()) : Values.Items(value).AsEnumerable().Reverse().ToList(),
        "unique" => static (value, _) => Unique(Values.Items(value)),
        "sort" => static (value, call) => Sort(value, call),
        "sum" => static (value, call) => Values.Items(value).Aggregate((object?)0L, (sum, item) => Operators.Apply("+", sum, item, call.Frame.Budget)),
        "min" => static (value, _) => Values.Items(value) is { Count: > 0 } items ? items.Aggregate(static (a, b) => Operators.Order(a, b) <= 0 ? a : b) : Undefined.Value,
        "max" => static (value, _) => Values.Items(value) is { Count: > 0 } items ? items.Aggregate(static (a, b) => Operators.Order(a, b) >= 0 ? a : b) : Undefined.Value,
        "map" => Map,
        "select" => static (value, call) => Select(value, call, wanted: true),
        "reject" => static (value, call) => Select(value, call, wanted: false),
        "selectattr" => static (value, call) => SelectBy(value, call, wanted: true),
        "rejectattr" => static (value, call) => SelectBy(value, call, wanted: false),
        _ => null,
    };

    private static MarkedText Join(object? value, CallArguments call)
    {
        var separator = call.Get(0, "d") is { } given ? Values.ToText(given) : MarkedText.Empty;
        var items = Values.Items(value);
        if (call.Get(1, "attribute") is MarkedText attribute) items = items.ConvertAll(item => Path(item, attribute.Value));
        return call.Frame.Budget.Made(separator.Join(items.Select(Values.ToText)));
    }

    private static long? Integer(object? value) => value switch
    {
        MarkedText text => long.TryParse(text.Value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        double number when Math.Abs(number) < 1e18 => (long)number,
        long or bool => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static MarkedText Indent(MarkedText text, CallArguments call)
    {
        var width = call.Get(0, "width") is MarkedText given ? given : MarkedText.Of(new string(' ', Math.Clamp(call.Number(0, "width", 4), 0, 64)), isTrusted: true);
        var newLine = MarkedText.Of("\n", isTrusted: true);
        var lines = text.Split("\n");
        call.Frame.Budget.Reserve(text.Length + lines.Count * (long)width.Length);
        return newLine.Join(lines.Select((line, at) => (at > 0 || call.Flag(1, "first")) && (line.Length > 0 || call.Flag(2, "blank")) ? MarkedText.Concat([width, line]) : line));
    }

    private static List<object?> Unique(List<object?> items)
    {
        var unique = new List<object?>();
        foreach (var item in items)
            if (!unique.Exists(other => Values.AreEqual(item, other))) unique.Add(item);
        return unique;
    }

    private static List<object?> Sort(object? value, CallArguments call)
    {
        var attribute = call.Get(2, "attribute") as MarkedText;
        var order = Comparer<object?>.Create(Operators.Order);
        if (Values.Items(value) is [var only]) return [only];
        Func<object?, object?> key = item => attribute is null ? item : Path(item, attribute.Value);
        try
        {
            return [.. call.Flag(0, "reverse") ? Values.Items(value).OrderByDescending(key, order) : Values.Items(value).OrderBy(key, order)];
        }
        catch (InvalidOperationException e) when (e.InnerException is TemplateException inner)
        {
            throw inner;
        }
    }

    private static List<object?> Map(object? value, CallArguments call)
    {
        var items = Values.Items(value);
        if (call.Named.TryGetValue("attribute", out var attribute))
        {
            var path = Values.ToText(attribute).Value;
            return items.ConvertAll(item => Path(item, path) is var found and not Undefined ? found : call.Named.TryGetValue("default", out var otherwise) ? otherwise : Undefined.Value);
        }
        var name = call.Text(0, "filter").Value;
        var filter = Find(name) ?? throw new TemplateException($"The filter '{name}' is not supported.");
        return items.ConvertAll(item => filter(item, call.Rest(1)));
    }

    private static List<object?> Select(object? value, CallArguments call, bool wanted)
    {
        var test = call.Positional.Count == 0 ? static (item, _) => Values.IsTrue(item) : Test(call.Text(0, "test").Value);
        return Values.Items(value).FindAll(item => test(item, call.Rest(1)) == wanted);
    }

    private static List<object?> SelectBy(object? value, CallArguments call, bool wanted)
    {
        var path = call.Text(0, "attribute").Value;
        var test = call.Positional.Count == 1 ? static (item, _) => Values.IsTrue(item) : Test(call.Text(1, "test").Value);
        return Values.Items(value).FindAll(item => test(Path(item, path), call.Rest(2)) == wanted);
    }

    private static Func<object?, CallArguments, bool> Test(string name) => Tests.Find(name) ?? throw new TemplateException($"The test '{name}' is not supported.");

    /// <summary>"function.name": entries within entries.</summary>
    private static object? Path(object? item, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (item is Undefined) break;
            item = item is ValueMap map ? map[name] : Access.Attribute(item, name);
        }
        return item;
    }
}
