using System.Globalization;

namespace Cocoon.Inference.Chat.Jinja;

/// <summary>
/// What values mean in a template, as in Python: null is None; others are bool, long, double, <see cref="MarkedText"/>,
/// lists of values, <see cref="ValueMap"/>, <see cref="Function"/> and <see cref="Undefined"/>.
/// </summary>
internal static class Values
{
    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        MarkedText text => text.Length > 0,
        List<object?> list => list.Count > 0,
        ValueMap map => map.Count > 0,
        _ => true,
    };

    public static bool AreEqual(object? a, object? b) => (a, b) switch
    {
        (null, null) or (Undefined, Undefined) => true,
        (MarkedText x, MarkedText y) => x.Value == y.Value,
        (List<object?> x, List<object?> y) => x.Count == y.Count && x.Zip(y).All(pair => AreEqual(pair.First, pair.Second)),
        (ValueMap x, ValueMap y) => x.Count == y.Count && x.Entries.All(entry => y.Contains(entry.Key.Value) && AreEqual(entry.Value, y[entry.Key.Value])),
        (long or double or bool, long or double or bool) => Number(a!) == Number(b!),
        _ => ReferenceEquals(a, b),
    };

    public static double Number(object? value) => value switch
    {
        long number => number,
        double number => number,
        bool flag => flag ? 1 : 0,
        _ => throw new TemplateException("A number is expected in the chat template."),
    };

    /// <summary>What a loop goes through.</summary>
    public static List<object?> Items(object? value) => value switch
    {
        List<object?> list => list,
        ValueMap map => [.. map.Entries.Select(entry => entry.Key)],
        MarkedText text => [.. Access.Characters(text)],
        Undefined => [],
        _ => throw new TemplateException("The chat template goes through something that is no list."),
    };

    /// <summary>A value as it is written.</summary>
    public static MarkedText ToText(object? value) => value switch
    {
        MarkedText text => text,
        Undefined => MarkedText.Empty,
        null => Own("None"),
        bool flag => Own(flag ? "True" : "False"),
        long number => Own(number.ToString(CultureInfo.InvariantCulture)),
        double number => Own(PythonJson.Float(number)),
        List<object?> or ValueMap => PythonJson.Shown(value),
        _ => throw new TemplateException("The chat template writes a function."),
    };

    private static MarkedText Own(string text) => MarkedText.Of(text, isTrusted: true);
}
