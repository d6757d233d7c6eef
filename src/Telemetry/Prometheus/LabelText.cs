using System.Buffers;
using System.Globalization;

namespace Cocoon.Telemetry.Prometheus;

/// <summary>
/// Writes tags the way the text format has labels, sorted by name, so that the same tags in any order make the same text. One
/// for each thread, reused, because every measurement comes through here.
/// </summary>
internal sealed class LabelText
{
    /// <summary>Longest label value; what is longer is cut, since a label names a thing and is not a place for texts.</summary>
    public const int MaxValue = 200;

    [ThreadStatic] private static LabelText? _own;

    private readonly ArrayBufferWriter<char> _text = new(256);
    private (string Name, string Value)[] _labels = new (string, string)[8];

    /// <summary>The current thread's.</summary>
    public static LabelText Own => _own ??= new LabelText();

    /// <returns>Such as <c>code="None",outcome="completed"</c>; valid until the next call on this thread.</returns>
    public ReadOnlySpan<char> Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _text.ResetWrittenCount();
        var count = Sort(tags);
        for (var i = 0; i < count; i++)
        {
            var (name, value) = _labels[i];
            // Names that became the same: the later one would be refused by whoever reads this.
            if (i > 0 && _labels[i - 1].Name == name) continue;
            if (_text.WrittenCount > 0) Put(",");
            Put(name);
            Put("=\"");
            Escape(value);
            Put("\"");
        }
        return _text.WrittenSpan;
    }

    private int Sort(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_labels.Length < tags.Length) _labels = new (string, string)[tags.Length];
        var count = 0;
        foreach (var (key, tag) in tags)
        {
            if (Value(tag) is not { Length: > 0 } value) continue;
            var name = MetricName.Label(key);
            // Insertion: there are a handful, and a sort with a comparer would allocate.
            var at = count++;
            for (; at > 0 && string.CompareOrdinal(_labels[at - 1].Name, name) > 0; at--) _labels[at] = _labels[at - 1];
            _labels[at] = (name, value);
        }
        return count;
    }

    private static string? Value(object? tag) => tag switch
    {
        null => null,
        string text => text.Length > MaxValue ? text[..MaxValue] : text,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => tag.ToString(),
    };

    private void Escape(string value)
    {
        foreach (var c in value)
        {
            switch (c)
            {
                case '\\': Put(@"\\"); break;
                case '"': Put("\\\""); break;
                case '\n': Put(@"\n"); break;
                default:
                    _text.GetSpan(1)[0] = c;
                    _text.Advance(1);
                    break;
            }
        }
    }

    private void Put(ReadOnlySpan<char> text) => _text.Write(text);
}
