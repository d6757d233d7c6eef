namespace Cocoon.Inference.Chat.Jinja;

/// <summary>Names and output of a part of a template that runs. Not thread-safe.</summary>
internal sealed class Frame
{
    private readonly Dictionary<string, object?> _names = new(StringComparer.Ordinal);
    private readonly Frame? _outer;

    public Frame(Budget budget) => (Budget, Output) = (budget, []);

    /// <param name="outer">Whose names are seen, but not changed.</param>
    /// <param name="output">Where it writes.</param>
    private Frame(Frame outer, List<MarkedText> output) => (_outer, Budget, Output) = (outer, outer.Budget, output);

    public Budget Budget { get; }

    public List<MarkedText> Output { get; }

    public object? this[string name]
    {
        get
        {
            for (var frame = this; frame is not null; frame = frame._outer)
                if (frame._names.TryGetValue(name, out var value)) return value;
            return Undefined.Value;
        }
        set => _names[name] = value;
    }

    /// <summary>A block with names of its own that writes to the same place.</summary>
    public Frame Inner() => new(this, Output);

    /// <summary>A block whose output is a value.</summary>
    public Frame Aside() => new(this, []);

    public void Write(MarkedText text) => Output.Add(Budget.Made(text));
}
