using System.Globalization;
using System.Text;

namespace Cocoon.Inference.Chat.Jinja;

/// <summary>Values as Python writes them: JSON as json.dumps does without escaping what is not ASCII, and a value's own form.</summary>
internal static class PythonJson
{
    /// <summary>Values within each other.</summary>
    private const int MaxDepth = 200;

    public static MarkedText Write(object? value, JsonStyle style, Budget budget)
    {
        var writer = new StringBuilder();
        var isTrusted = Append(writer, value, style, 0, budget);
        return MarkedText.Of(writer.ToString(), isTrusted);
    }

    /// <summary>As Python shows a list or a dictionary.</summary>
    public static MarkedText Shown(object? value)
    {
        var writer = new StringBuilder();
        var isTrusted = AppendShown(writer, value, 0);
        return MarkedText.Of(writer.ToString(), isTrusted);
    }

    public static string Float(double number)
    {
        if (double.IsNaN(number)) return "nan";
        if (double.IsInfinity(number)) return number > 0 ? "inf" : "-inf";
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        if (Math.Abs(number) is < 1e16 and >= 1e-4 or 0) text = number.ToString("0.0################", CultureInfo.InvariantCulture) is var plain && double.Parse(plain, CultureInfo.InvariantCulture) == number ? plain : text;
        var exponent = text.IndexOf('E');
        if (exponent < 0) return text.Contains('.') ? text : text + ".0";
        var power = int.Parse(text.AsSpan(exponent + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return $"{text[..exponent]}e{(power < 0 ? '-' : '+')}{Math.Abs(power):00}";
    }

    /// <summary>Whether all that was written is the template's own.</summary>
    private static bool Append(StringBuilder writer, object? value, JsonStyle style, int depth, Budget budget)
    {
        budget.Step();
        if (depth > MaxDepth) throw new TemplateException("A value is nested too deep.");
        switch (value)
        {
            case null:
                writer.Append("null");
                return true;
            case bool flag:
                writer.Append(flag ? "true" : "false");
                return true;
            case long number:
                writer.Append(number.ToString(CultureInfo.InvariantCulture));
                return true;
            case double number:
                writer.Append(Float(number));
                return true;
            case MarkedText text:
                Quote(writer, text.Value);
                return !text.Marks.Contains(MarkedText.Untrusted);
            case List<object?> list:
                return Block(writer, '[', ']', list, static (_, _) => true, static item => item, style, depth, budget);
            case ValueMap map:
                return Block(writer, '{', '}', style.Ordered(map), (to, entry) =>
                {
                    Quote(to, entry.Key.Value);
                    to.Append(style.Colon);
                    return !entry.Key.Marks.Contains(MarkedText.Untrusted);
                }, static entry => entry.Value, style, depth, budget);
            default:
                throw new TemplateException("The chat template writes a value as JSON that is none.");
        }
    }

    private static bool Block<T>(
        StringBuilder writer, char open, char close, List<T> items, Func<StringBuilder, T, bool> name, Func<T, object?> value, JsonStyle style, int depth, Budget budget)
    {
        var isTrusted = true;
        writer.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) writer.Append(style.Comma);
            Line(writer, style.Indent, depth + 1);
            isTrusted &= name(writer, items[i]);
            isTrusted &= Append(writer, value(items[i]), style, depth + 1, budget);
        }
        if (items.Count > 0) Line(writer, style.Indent, depth);
        writer.Append(close);
        return isTrusted;
    }

    private static void Line(StringBuilder writer, int? indent, int depth)
    {
        if (indent is { } width) writer.Append('\n').Append(' ', width * depth);
    }

    private static void Quote(StringBuilder writer, string text)
    {
        writer.Append('"');
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => writer.Append("\\\""),
                '\\' => writer.Append("\\\\"),
                '\n' => writer.Append("\\n"),
                '\r' => writer.Append("\\r"),
                '\t' => writer.Append("\\t"),
                '\b' => writer.Append("\\b"),
                '\f' => writer.Append("\\f"),
                < ' ' => writer.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => writer.Append(letter),
            };
        }
        writer.Append('"');
    }

    private static bool AppendShown(StringBuilder writer, object? value, int depth)
    {
        if (depth > MaxDepth) throw new TemplateException("A value is nested too deep.");
        var isTrusted = true;
        switch (value)
        {
            case MarkedText text:
                var quote = text.Value.Contains('\'') && !text.Value.Contains('"') ? '"' : '\'';
                writer.Append(quote).Append(text.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
                    .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace(quote == '\'' ? "'" : "\0", quote == '\'' ? "\\'" : "\\x00", StringComparison.Ordinal)).Append(quote);
                return !text.Marks.Contains(MarkedText.Untrusted);
            case List<object?> list:
                writer.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0) writer.Append(", ");
                    isTrusted &= AppendShown(writer, list[i], depth + 1);
                }
                writer.Append(']');
                return isTrusted;
            case ValueMap map:
                writer.Append('{');
                var first = true;
                foreach (var (name, entry) in map.Entries)
                {
                    if (!first) writer.Append(", ");
                    first = false;
                    isTrusted &= AppendShown(writer, name, depth + 1);
                    writer.Append(": ");
                    isTrusted &= AppendShown(writer, entry, depth + 1);
                }
                writer.Append('}');
                return isTrusted;
            default:
                writer.Append(Values.ToText(value).Value);
                return true;
        }
    }
}
