using System.Globalization;

namespace Cocoon.Inference.Chat.Jinja;

/// <summary>Functions that every template has.</summary>
internal static class Functions
{
    public static Function? Find(string name) => name switch
    {
        "raise_exception" => static call => throw new TemplateRefusal(call.Text(0, "message")),
        "namespace" => Namespace,
        "dict" => Namespace,
        "range" => Range,
        _ => null,
    };

    /// <summary>The days and months by which templates tell the date; .NET's formats of them.</summary>
    public static Function Clock(TimeProvider time) => call =>
    {
        var now = time.GetUtcNow();
        var format = call.Text(0, "format");
        return format.Remade(string.Concat(Parts(format.Value).Select(part => part switch
        {
            "%d" => now.ToString("dd", CultureInfo.InvariantCulture),
            "%-d" => now.Day.ToString(CultureInfo.InvariantCulture),
            "%b" => now.ToString("MMM", CultureInfo.InvariantCulture),
            "%B" => now.ToString("MMMM", CultureInfo.InvariantCulture),
            "%m" => now.ToString("MM", CultureInfo.InvariantCulture),
            "%Y" => now.ToString("yyyy", CultureInfo.InvariantCulture),
            "%y" => now.ToString("yy", CultureInfo.InvariantCulture),
            "%A" => now.ToString("dddd", CultureInfo.InvariantCulture),
            "%a" => now.ToString("ddd", CultureInfo.InvariantCulture),
            "%H" => now.ToString("HH", CultureInfo.InvariantCulture),
            "%I" => now.ToString("hh", CultureInfo.InvariantCulture),
            "%p" => now.ToString("tt", CultureInfo.InvariantCulture),
            "%M" => now.ToString("mm", CultureInfo.InvariantCulture),
            "%S" => now.ToString("ss", CultureInfo.InvariantCulture),
            "%%" => "%",
            ['%', ..] => throw new TemplateException($"The chat template asks for the date in a form that is not supported: '{part}'."),
            _ => part,
        })));
    };

    private static IEnumerable<string> Parts(string format)
    {
        for (var at = 0; at < format.Length;)
        {
            var width = format[at] != '%' ? 1 : at + 1 < format.Length && format[at + 1] == '-' ? 3 : 2;
            yield return format[at..Math.Min(format.Length, at + width)];
            at += width;
        }
    }

    private static ValueMap Namespace(CallArguments call)
    {
        var map = new ValueMap();
        if (call.Positional is [ValueMap first, ..])
        {
            map = new ValueMap(first.Entries.All(entry => !entry.Key.Marks.Contains(MarkedText.Untrusted)));
            foreach (var (name, value) in first.Entries) map.Add(name.Value, value);
        }
        foreach (var (name, value) in call.Named) map.Add(name, value);
        return map;
    }

    private static List<object?> Range(CallArguments call)
    {
        var (start, end) = call.Positional.Count < 2 ? (0, call.Number(0, "stop", 0)) : (call.Number(0, "start", 0), call.Number(1, "stop", 0));
        var step = call.Number(2, "step", 1);
        if (step == 0) throw new TemplateException("A range of the chat template has a step of zero.");
        call.Frame.Budget.Items((end - (long)start) / step);
        var items = new List<object?>();
        for (long at = start; step > 0 ? at < end : at > end; at += step) items.Add(at);
        return items;
    }
}
