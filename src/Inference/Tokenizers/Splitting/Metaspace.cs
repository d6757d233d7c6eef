using System.Text.Json;

namespace Cocoon.Inference.Tokenizers.Splitting;

/// <summary>SentencePiece's way: spaces become "▁", one is put before the text, and each begins a word. Immutable.</summary>
internal sealed class Metaspace
{
    private readonly char _space;
    private readonly string _scheme;
    private readonly bool _splits;

    public Metaspace(JsonElement json)
    {
        _space = TokenizerFile.Text(json.GetProperty("replacement")) is [var single] ? single : throw new InvalidOperationException("the replacement of a Metaspace is no single character");
        _scheme = Scheme(json);
        _splits = !json.TryGetProperty("split", out var split) || split.GetBoolean();
        if (_scheme is not ("always" or "first" or "never")) throw new InvalidOperationException("the prepend_scheme of a Metaspace is not known");
    }

    public bool Prepends => _scheme != "never";

    public char Space => _space;

    public IEnumerable<string> Split(string text, bool isFirst)
    {
        text = text.Replace(' ', _space);
        if ((_scheme == "always" || _scheme == "first" && isFirst) && !text.StartsWith(_space)) text = _space + text;
        return _splits ? PatternSplit.Split(text, Spaces(text), SplitBehavior.MergedWithNext) : [text];
    }

    private IEnumerable<Range> Spaces(string text)
    {
        for (var at = 0; (at = text.IndexOf(_space, at)) >= 0; at++) yield return at..(at + 1);
    }

    /// <summary>Older files say only whether a space is put before.</summary>
    private static string Scheme(JsonElement json)
    {
        if (json.TryGetProperty("prepend_scheme", out var scheme)) return TokenizerFile.Text(scheme);
        return !json.TryGetProperty("add_prefix_space", out var adds) || adds.GetBoolean() ? "always" : "never";
    }
}
