namespace Cocoon.Inference.Chat.Jinja;

/// <summary>What a function, filter or method is called with.</summary>
/// <param name="Frame">Where it is called.</param>
/// <param name="Positional">Values by their place.</param>
/// <param name="Named">Values by name.</param>
internal sealed record CallArguments(Frame Frame, IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    /// <summary>An argument by its place or its name; null where it is not given, as with None.</summary>
    public object? Get(int place, string name) => place < Positional.Count ? Positional[place] : Named.GetValueOrDefault(name);

    public bool Has(int place, string name) => place < Positional.Count || Named.ContainsKey(name);

    public MarkedText Text(int place, string name) => Get(place, name) as MarkedText ?? throw new TemplateException($"The argument '{name}' is no text.");

    public int Number(int place, string name, int otherwise) => Get(place, name) switch
    {
        null => otherwise,
        long number and >= int.MinValue and <= int.MaxValue => (int)number,
        _ => throw new TemplateException($"The argument '{name}' is no number."),
    };

    public bool Flag(int place, string name) => Values.IsTrue(Get(place, name));

    /// <summary>The same without the first positional one, for the filter that <c>map</c> names.</summary>
    public CallArguments Rest(int skip) => this with { Positional = [.. Positional.Skip(skip)] };
}
