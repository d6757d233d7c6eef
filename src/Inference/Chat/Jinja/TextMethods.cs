namespace Cocoon.Inference.Chat.Jinja;

/// <summary>Methods of texts, as in Python.</summary>
internal static class TextMethods
{
    public static Function? Find(MarkedText text, string name) => name switch
    {
        "strip" => call => text.Trim(left: true, right: true, Letters(call)),
        "lstrip" => call => text.Trim(left: true, right: false, Letters(call)),
        "rstrip" => call => text.Trim(left: false, right: true, Letters(call)),
        "upper" => _ => text.Map(static value => value.ToUpperInvariant()),
        "lower" => _ => text.Map(static value => value.ToLowerInvariant()),
        "title" => _ => Title(text),
        "capitalize" => _ => Capitalize(text),
        "startswith" => call => Any(call, start => text.Value.StartsWith(start, StringComparison.Ordinal)),
        "endswith" => call => Any(call, end => text.Value.EndsWith(end, StringComparison.Ordinal)),
        "removeprefix" => call => call.Text(0, "prefix").Value is var start && text.Value.StartsWith(start, StringComparison.Ordinal) ? text.Slice(start.Length, text.Length) : text,
        "removesuffix" => call => call.Text(0, "suffix").Value is var end && text.Value.EndsWith(end, StringComparison.Ordinal) ? text.Slice(0, text.Length - end.Length) : text,
        "split" => call => Split(text, call),
        "rsplit" => call => SplitRight(text, call),
        "splitlines" => _ => Lines(text),
        "replace" => call => Replace(text, call.Text(0, "old"), call.Text(1, "new"), call.Number(2, "count", -1), call.Frame.Budget),
        "find" => call => Place(text, text.Value.IndexOf(call.Text(0, "sub").Value, StringComparison.Ordinal)),
        "rfind" => call => Place(text, text.Value.LastIndexOf(call.Text(0, "sub").Value, StringComparison.Ordinal)),
        "count" => call => call.Text(0, "sub").Value is { Length: > 0 } part ? text.Split(part).Count - 1L : Access.Length(text) + 1,
        "join" => call => call.Frame.Budget.Made(text.Join(Values.Items(call.Get(0, "iterable")).Select(Values.ToText))),
        "isdigit" => _ => text.Length > 0 && text.Value.All(char.IsDigit),
        "isalpha" => _ => text.Length > 0 && text.Value.All(char.IsLetter),
        "isspace" => _ => text.Length > 0 && text.Value.All(char.IsWhiteSpace),
        _ => null,
    };

    /// <param name="text">Where is replaced.</param>
    /// <param name="old">What is replaced; when empty, the places between all characters.</param>
    /// <param name="by">What comes there.</param>
    /// <param name="count">At most so many times; all when negative.</param>
    /// <param name="budget">Bears the new text.</param>
    public static MarkedText Replace(MarkedText text, MarkedText old, MarkedText by, int count, Budget budget)
    {
        var most = count < 0 ? int.MaxValue : count;
        List<MarkedText> parts = old.Length > 0 ? text.Split(old.Value, most) : Between(text, most);
        budget.Reserve(text.Length + parts.Count * (long)by.Length);
        return by.Join(parts);
    }

    public static MarkedText Capitalize(MarkedText text) => text.Map(static value => value.Length == 0 ? value : char.ToUpperInvariant(value[0]) + value[1..].ToLowerInvariant());

    public static MarkedText Title(MarkedText text) => text.Map(static value => string.Concat(value.Select((letter, at) =>
        at > 0 && char.IsLetter(value[at - 1]) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter))));

    private static List<MarkedText> Between(MarkedText text, int most)
    {
        List<MarkedText> parts = [MarkedText.Empty, .. Access.Characters(text), MarkedText.Empty];
        return parts.Count - 1 <= most ? parts : [.. parts.Take(most), MarkedText.Concat(parts.Skip(most))];
    }

    private static string? Letters(CallArguments call) => call.Get(0, "chars") is null ? null : call.Text(0, "chars").Value;

    private static bool Any(CallArguments call, Func<string, bool> matches) => call.Get(0, "prefix") is List<object?> list
        ? list.Exists(item => matches(Values.ToText(item).Value))
        : matches(call.Text(0, "prefix").Value);

    private static long Place(MarkedText text, int at) => at < 0 ? -1L : Access.Length(text.Slice(0, at));

    private static List<object?> Split(MarkedText text, CallArguments call)
    {
        var most = call.Number(1, "maxsplit", -1) is var given and >= 0 ? given : int.MaxValue;
        if (call.Get(0, "sep") is null) return [.. Words(text, most)];
        var separator = call.Text(0, "sep").Value;
        return separator.Length > 0 ? [.. text.Split(separator, most)] : throw new TemplateException("The chat template splits a text at nothing.");
    }

    private static List<object?> SplitRight(MarkedText text, CallArguments call)
    {
        var separator = call.Text(0, "sep");
        if (separator.Length == 0) throw new TemplateException("The chat template splits a text at nothing.");
        var parts = text.Split(separator.Value);
        var most = call.Number(1, "maxsplit", -1);
        var joined = most < 0 ? 0 : Math.Max(0, parts.Count - 1 - most);
        if (joined > 0) parts = [separator.Join(parts.Take(joined + 1)), .. parts.Skip(joined + 1)];
        return [.. parts];
    }

    private static IEnumerable<MarkedText> Words(MarkedText text, int most)
    {
        text = text.Trim(left: true, right: false);
        for (var count = 0; text.Length > 0; count++)
        {
            var end = 0;
            while (count < most && end < text.Length && !char.IsWhiteSpace(text.Value[end])) end++;
            yield return text.Slice(0, count < most ? end : text.Length);
            text = text.Slice(count < most ? end : text.Length, text.Length).Trim(left: true, right: false);
        }
    }

    private static List<object?> Lines(MarkedText text)
    {
        var lines = text.Split("\n").ConvertAll(line => line.Value.EndsWith('\r') ? line.Slice(0, line.Length - 1) : line);
        if (lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        return [.. lines];
    }
}
