namespace Cocoon.Inference.Models.Gguf;

/// <summary>The keys and values of a GGUF file, by https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Immutable.</summary>
internal sealed class GgufMetadata
{
    private const int MaxKeys = 65_536;
    private const int MaxKeyBytes = 65_535;
    private const int MaxItems = 10_000_000;

    /// <summary>A key takes its length, its type and a byte of value.</summary>
    private const int MinKeyBytes = 13;

    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);
    private readonly string _path;

    public GgufMetadata(GgufCursor cursor, int count, string path)
    {
        _path = path;
        for (var i = 0; i < count; i++)
        {
            var key = cursor.Text("a metadata key", MaxKeyBytes);
            var type = cursor.UInt32();
            if (!_values.TryAdd(key, type == (uint)GgufType.Array ? Items(cursor, key) : Value(cursor, (GgufType)type, key)))
                throw cursor.Damaged($"the metadata '{key}' is there twice");
        }
    }

    public static int Count(GgufCursor cursor) => cursor.Count("metadata keys", MaxKeys, MinKeyBytes);

    public bool Contains(string key) => _values.ContainsKey(key);

    public string? Text(string key) => Find<string>(key, "text");

    public bool? Flag(string key) => _values.ContainsKey(key) ? (bool)Find<object>(key, "flag", value => value is bool)! : null;

    public int? Integer(string key) =>
        Find<object>(key, "whole number", value => value is long and >= int.MinValue and <= int.MaxValue) is long number ? (int)number : null;

    public float? Number(string key) => Find<object>(key, "number", value => value is double or long) switch
    {
        double number => (float)number,
        long number => number,
        _ => null,
    };

    public IReadOnlyList<string>? Texts(string key) => Find<string[]>(key, "list of texts");

    public IReadOnlyList<float>? Numbers(string key) => Find<float[]>(key, "list of numbers");

    public IReadOnlyList<int>? Integers(string key) => Find<int[]>(key, "list of whole numbers");

    /// <summary>The value of a key that the file must have.</summary>
    public T Required<T>(T? value, string key)
        where T : struct => value ?? throw Missing(key);

    public T Required<T>(T? value, string key)
        where T : class => value ?? throw Missing(key);

    private ModelFileException Missing(string key) => new($"The weights '{_path}' cannot be used: the metadata '{key}' is missing.");

    private T? Find<T>(string key, string form, Func<object, bool>? fits = null)
        where T : class
    {
        if (!_values.TryGetValue(key, out var value)) return null;
        return value is T found && fits?.Invoke(value) != false
            ? found
            : throw new ModelFileException($"The weights '{_path}' cannot be used: the metadata '{key}' is not a {form}.");
    }

    private static object Value(GgufCursor cursor, GgufType type, string key) => type switch
    {
        GgufType.Float32 => (double)cursor.Single(),
        GgufType.Float64 => cursor.Double(),
        GgufType.Flag => Flag(cursor, key),
        GgufType.Text => cursor.Text($"the metadata '{key}'"),
        _ => Integer(cursor, type, key),
    };

    private static bool Flag(GgufCursor cursor, string key) =>
        cursor.Byte() is var value and (0 or 1) ? value == 1 : throw cursor.Damaged($"the metadata '{key}' is neither true nor false");

    private static long Integer(GgufCursor cursor, GgufType type, string key) => type switch
    {
        GgufType.UInt8 => cursor.Byte(),
        GgufType.Int8 => (sbyte)cursor.Byte(),
        GgufType.UInt16 => cursor.UInt16(),
        GgufType.Int16 => (short)cursor.UInt16(),
        GgufType.UInt32 => cursor.UInt32(),
        GgufType.Int32 => (int)cursor.UInt32(),
        GgufType.UInt64 => (long)Math.Min(cursor.UInt64(), long.MaxValue),
        GgufType.Int64 => (long)cursor.UInt64(),
        _ => throw cursor.Damaged($"the metadata '{key}' is of the unknown type {(uint)type}"),
    };

    /// <summary>Lists of lists are allowed by the format, but no model has any.</summary>
    private static object Items(GgufCursor cursor, string key)
    {
        var type = (GgufType)cursor.UInt32();
        var what = $"entries in '{key}'";
        switch (type)
        {
            case GgufType.Text:
                var texts = new string[cursor.Count(what, MaxItems, bytesEach: 8)];
                for (var i = 0; i < texts.Length; i++) texts[i] = cursor.Text($"an entry of '{key}'");
                return texts;
            case GgufType.Float32 or GgufType.Float64:
                var numbers = new float[cursor.Count(what, MaxItems, bytesEach: 4)];
                for (var i = 0; i < numbers.Length; i++) numbers[i] = type == GgufType.Float32 ? cursor.Single() : (float)cursor.Double();
                return numbers;
            case GgufType.Flag:
                var flags = new bool[cursor.Count(what, MaxItems, bytesEach: 1)];
                for (var i = 0; i < flags.Length; i++) flags[i] = Flag(cursor, key);
                return flags;
            case GgufType.Array:
                throw cursor.Damaged($"the metadata '{key}' is a list of lists");
            default:
                var integers = new int[cursor.Count(what, MaxItems, bytesEach: 1)];
                for (var i = 0; i < integers.Length; i++)
                    integers[i] = Integer(cursor, type, key) is var value and >= int.MinValue and <= int.MaxValue ? (int)value : throw cursor.Damaged($"an entry of '{key}' is too large");
                return integers;
        }
    }
}
