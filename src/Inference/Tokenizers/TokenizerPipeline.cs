using System.Text;

namespace Cocoon.Inference.Tokenizers;

/// <summary>
/// Text to tokens in the steps of Hugging Face's library: added tokens are found, what lies between them is normalised, cut
/// into words, and each word given to the model. Immutable and thread-safe.
/// </summary>
internal sealed class TokenizerPipeline : ITokenizer
{
    private readonly TokenizerParts _parts;
    private readonly Dictionary<string, int> _addedByText;
    private readonly HashSet<int> _control;
    private readonly AddedTokenFinder _early;
    private readonly AddedTokenFinder _late;

    public TokenizerPipeline(TokenizerParts parts)
    {
        _parts = parts;
        _addedByText = parts.Added.ToDictionary(token => token.Text, token => token.Id, StringComparer.Ordinal);
        _control = [.. parts.Added.Where(token => !token.IsPlain).Select(token => token.Id)];
        _early = new AddedTokenFinder(parts.Added.Where(token => !token.IsNormalized));
        _late = new AddedTokenFinder(parts.Added.Where(token => token.IsNormalized));
    }

    public int VocabularySize => _parts.Bytes.Length;

    public IReadOnlyList<int> Prefix => _parts.Prefix;

    public IReadOnlyList<int> Suffix => _parts.Suffix;

    public bool HasDummyPrefix => _parts.HasDummyPrefix;

    public int? AddedToken(string text) => _addedByText.TryGetValue(text, out var id) ? id : null;

    public bool Knows(int token) => (uint)token < (uint)_parts.Bytes.Length && _parts.Bytes[token] is not null;

    public bool IsAdded(int token) => _control.Contains(token);

    public ReadOnlyMemory<byte> Bytes(int token) =>
        Knows(token) ? _parts.Bytes[token] : throw new ArgumentOutOfRangeException(nameof(token), token, "The vocabulary has no such token.");

    public void Encode(string text, bool parseAdded, List<int> ids) => Encode(text, parseAdded ? [new Range(0, text.Length)] : [], ids);

    public void Encode(string text, IReadOnlyList<Range> trusted, List<int> ids)
    {
        text = Whole(text);
        var plain = 0;
        foreach (var (start, end, token) in _early.In(text, 0, text.Length, trusted))
        {
            EncodePart(text, plain, start, trusted, ids);
            ids.Add(token.Id);
            plain = end;
        }
        EncodePart(text, plain, text.Length, trusted, ids);
    }

    private void EncodePart(string text, int from, int to, IReadOnlyList<Range> trusted, List<int> ids)
    {
        var plain = from;
        foreach (var (start, end, token) in _late.In(text, from, to, trusted))
        {
            EncodeWords(text[plain..start], plain == from, plain == 0, ids);
            ids.Add(token.Id);
            plain = end;
        }
        EncodeWords(text[plain..to], plain == from, plain == 0, ids);
    }

    private void EncodeWords(string text, bool beginsPart, bool beginsText, List<int> ids)
    {
        if (text.Length == 0) return;
        if (_parts.Normalizer is { } normalizer) text = normalizer(text, beginsPart);
        if (text.Length == 0) return;
        if (_parts.PreTokenizer is null) _parts.Model.Encode(text, ids);
        else
            foreach (var word in _parts.PreTokenizer(text, beginsText)) _parts.Model.Encode(word, ids);
    }

    /// <summary>A lone surrogate is no character; it becomes U+FFFD, which is as long.</summary>
    private static string Whole(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) return text;
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) whole.Append(rune.ToString());
        return whole.ToString();
    }
}
