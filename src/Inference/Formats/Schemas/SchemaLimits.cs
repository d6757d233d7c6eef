namespace Cocoon.Inference.Formats.Schemas;

/// <summary>How large a schema may be: OpenAI's limits on structured outputs. Counts what a compiler meets. Not thread-safe.</summary>
internal sealed class SchemaLimits
{
    public const int MaxDepth = 10;
    public const int MaxProperties = 5_000;
    public const int MaxEnumValues = 1_000;
    public const int MaxTextLength = 120_000;

    /// <summary>References met on the way to one place: the compiler follows them on its stack.</summary>
    public const int MaxLinks = 64;

    private int _properties;
    private int _values;
    private int _text;

    public static void Enter(SchemaPlace place)
    {
        if (place.Depth > MaxDepth) throw place.Refuse($"objects and arrays nest more than {MaxDepth} deep; make it flatter");
        if (place.Links > MaxLinks) throw place.Refuse($"more than {MaxLinks} references lead to one another; join some");
    }

    public void AddProperty(string name, SchemaPlace place)
    {
        if (++_properties > MaxProperties) throw place.Refuse($"there are more than {MaxProperties} properties in all; leave some out");
        AddText(name.Length, place);
    }

    public void AddValue(int length, SchemaPlace place)
    {
        if (++_values > MaxEnumValues) throw place.Refuse($"there are more than {MaxEnumValues} values of 'enum' in all; leave some out");
        AddText(length, place);
    }

    private void AddText(int length, SchemaPlace place)
    {
        _text += length;
        if (_text > MaxTextLength) throw place.Refuse($"names and values have more than {MaxTextLength} characters in all; shorten them");
    }
}
