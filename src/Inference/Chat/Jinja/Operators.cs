namespace Cocoon.Inference.Chat.Jinja;

/// <summary>Arithmetic, joining and comparing of values.</summary>
internal static class Operators
{
    /// <summary>Longest text or list that is made by multiplying.</summary>
    private const long MaxRepeated = 100_000;

    public static object? Apply(string sign, object? left, object? right, Budget budget) => (sign, left, right) switch
    {
        ("~", _, _) => budget.Join(Values.ToText(left), Values.ToText(right)),
        ("+", MarkedText a, MarkedText b) => budget.Join(a, b),
        ("+", List<object?> a, List<object?> b) => Join(a, b, budget),
        ("*", MarkedText a, long count) => Repeat(a, count),
        ("%" or "/" or "//", _, 0L or 0.0) => throw new TemplateException("The chat template divides by zero."),
        (_, long or bool, long or bool) when sign != "/" => Whole(sign, Convert.ToInt64(left, null), Convert.ToInt64(right, null)),
        (_, long or double or bool, long or double or bool) => Real(sign, Values.Number(left), Values.Number(right)),
        _ => throw new TemplateException($"The chat template applies '{sign}' to values of other kinds."),
    };

    public static object Compare(string sign, object? left, object? right) => sign switch
    {
        "==" => Values.AreEqual(left, right),
        "!=" => !Values.AreEqual(left, right),
        "in" => IsIn(left, right),
        "not in" => !IsIn(left, right),
        "<" => Order(left, right) < 0,
        "<=" => Order(left, right) <= 0,
        ">" => Order(left, right) > 0,
        _ => Order(left, right) >= 0,
    };

    public static bool IsIn(object? item, object? of) => (item, of) switch
    {
        (MarkedText part, MarkedText text) => text.Value.Contains(part.Value, StringComparison.Ordinal),
        (MarkedText name, ValueMap map) => map.Contains(name.Value),
        (_, ValueMap or Undefined) => false,
        (_, List<object?> list) => list.Exists(other => Values.AreEqual(item, other)),
        _ => throw new TemplateException("The chat template looks for a value in something that is no list."),
    };

    public static int Order(object? left, object? right) => (left, right) switch
    {
        (MarkedText a, MarkedText b) => string.CompareOrdinal(a.Value, b.Value),
        _ => Values.Number(left).CompareTo(Values.Number(right)),
    };

    private static List<object?> Join(List<object?> a, List<object?> b, Budget budget)
    {
        budget.Items(a.Count + (long)b.Count);
        return [.. a, .. b];
    }

    private static MarkedText Repeat(MarkedText text, long count)
    {
        if (count > MaxRepeated || text.Length * Math.Max(0, count) > MaxRepeated) throw new TemplateException("The chat template makes too much text.");
        return MarkedText.Concat(Enumerable.Repeat(text, (int)Math.Max(0, count)));
    }

    private static long Whole(string sign, long a, long b)
    {
        try
        {
            checked
            {
                return sign switch
                {
                    "+" => a + b,
                    "-" => a - b,
                    "*" => a * b,
                    "//" => (long)Math.Floor((decimal)a / b),
                    _ => a % b + (a % b != 0 && (a < 0) != (b < 0) ? b : 0),
                };
            }
        }
        catch (OverflowException)
        {
            throw new TemplateException("A number of the chat template is too large.");
        }
    }

    private static double Real(string sign, double a, double b) => sign switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        "//" => Math.Floor(a / b),
        _ => a - b * Math.Floor(a / b),
    };
}
