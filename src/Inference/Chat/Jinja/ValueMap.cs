namespace Cocoon.Inference.Chat.Jinja;

/// <summary>A dictionary of a template: texts to values, in the order in which they came. Not thread-safe.</summary>
/// <param name="isTrusted">Whether its names are the template's own.</param>
internal sealed class ValueMap(bool isTrusted = true)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public int Count => _values.Count;

    public IEnumerable<KeyValuePair<MarkedText, object?>> Entries => _values.Select(entry => KeyValuePair.Create(MarkedText.Of(entry.Key, isTrusted), entry.Value));

    public object? this[string name]
    {
        get => _values.TryGetValue(name, out var value) ? value : Undefined.Value;
        set => _values[name] = value;
    }

    public bool Contains(string name) => _values.ContainsKey(name);

    public void Add(string name, object? value) => _values[name] = value;
}
