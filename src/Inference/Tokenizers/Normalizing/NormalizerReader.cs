using System.Text;
using System.Text.Json;

namespace Cocoon.Inference.Tokenizers.Normalizing;

/// <summary>Reads the normalizer of a tokenizer.json; those that are not known are refused by name.</summary>
internal static class NormalizerReader
{
    public static Normalizer? Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        return json.GetProperty("type").GetString() switch
        {
            "NFC" => Form(isCompatible: false, composes: true),
            "NFD" => Form(isCompatible: false, composes: false),
            "NFKC" => Form(isCompatible: true, composes: true),
            "NFKD" => Form(isCompatible: true, composes: false),
            "Sequence" => Sequence([.. json.GetProperty("normalizers").EnumerateArray().Select(Read).OfType<Normalizer>()]),
            "Replace" => Replace(TextPattern.Read(json.GetProperty("pattern")), TokenizerFile.Text(json.GetProperty("content"))),
            "Prepend" => Prepend(TokenizerFile.Text(json.GetProperty("prepend"))),
            "Lowercase" => static (text, _) => Lower(text),
            "Strip" => Strip(json.GetProperty("strip_left").GetBoolean(), json.GetProperty("strip_right").GetBoolean()),
            var other => throw new InvalidOperationException($"the normalizer '{other}' is not supported"),
        };
    }

    private static Normalizer Form(bool isCompatible, bool composes)
    {
        var form = new UnicodeForm(isCompatible, composes);
        return (text, _) => form.Apply(text);
    }

    private static Normalizer Sequence(IReadOnlyList<Normalizer> steps) => (text, isFirst) =>
    {
        foreach (var step in steps) text = step(text, isFirst);
        return text;
    };

    private static Normalizer Replace(TextPattern pattern, string content) => (text, _) => pattern.Replace(text, content);

    private static Normalizer Prepend(string start) => (text, isFirst) => isFirst && text.Length > 0 ? start + text : text;

    private static Normalizer Strip(bool left, bool right) => (text, isFirst) =>
    {
        if (left && isFirst) text = text.TrimStart();
        return right ? text.TrimEnd() : text;
    };

    /// <summary>Each character by itself, so a final sigma stays one; only the dotted capital I becomes two.</summary>
    private static string Lower(string text)
    {
        var lower = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) lower.Append(rune.Value == 'İ' ? "i\u0307" : Rune.ToLowerInvariant(rune).ToString());
        return lower.ToString();
    }
}
