namespace Cocoon.Inference.Chat.Jinja;

/// <summary>A for loop of a template. Immutable.</summary>
/// <param name="targets">Names that take each item, or its parts.</param>
/// <param name="items">What is gone through.</param>
/// <param name="condition">Which items count; null for all.</param>
/// <param name="body">What is done with each.</param>
/// <param name="otherwise">What is done when there are none; null for nothing.</param>
internal sealed class Loop(IReadOnlyList<string> targets, Expression items, Expression? condition, Statement body, Statement? otherwise)
{
    public Flow Run(Frame frame)
    {
        var list = Values.Items(items(frame));
        if (condition is not null) list = list.FindAll(item => Values.IsTrue(condition(With(frame, item))));
        if (list.Count == 0) return otherwise?.Invoke(frame) ?? Flow.Next;
        for (var at = 0; at < list.Count; at++)
        {
            frame.Budget.Step();
            var inner = With(frame, list[at]);
            inner["loop"] = State(list, at);
            if (body(inner) == Flow.Break) break;
        }
        return Flow.Next;
    }

    /// <summary>Gives names their values; several names take the parts of one.</summary>
    public static void Assign(Frame frame, IReadOnlyList<string> names, object? value)
    {
        if (names.Count == 1)
        {
            frame[names[0]] = value;
            return;
        }
        var parts = Values.Items(value);
        if (parts.Count != names.Count) throw new TemplateException("A value has not as many parts as there are names for them.");
        for (var i = 0; i < parts.Count; i++) frame[names[i]] = parts[i];
    }

    private Frame With(Frame frame, object? item)
    {
        var inner = frame.Inner();
        Assign(inner, targets, item);
        return inner;
    }

    private static ValueMap State(List<object?> list, int at)
    {
        var state = new ValueMap
        {
            ["index"] = at + 1L,
            ["index0"] = (long)at,
            ["revindex"] = (long)(list.Count - at),
            ["revindex0"] = list.Count - at - 1L,
            ["first"] = at == 0,
            ["last"] = at == list.Count - 1,
            ["length"] = (long)list.Count,
            ["cycle"] = (Function)(arguments => arguments.Positional.Count == 0 ? Undefined.Value : arguments.Positional[at % arguments.Positional.Count]),
        };
        if (at > 0) state["previtem"] = list[at - 1];
        if (at + 1 < list.Count) state["nextitem"] = list[at + 1];
        return state;
    }
}
