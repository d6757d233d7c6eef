using System.Text;

namespace Cocoon.Inference.Tokenizers;

/// <summary>The tokens "&lt;0x00&gt;" to "&lt;0xFF&gt;" by which SentencePiece models write characters that have no token.</summary>
internal sealed class ByteFallback
{
    private readonly int?[] _tokens;

    public ByteFallback(IReadOnlyDictionary<string, int> vocabulary) =>
        _tokens = [.. Enumerable.Range(0, 256).Select(value => vocabulary.TryGetValue($"<0x{value:X2}>", out var id) ? id : (int?)null)];

    /// <summary>The byte that such a token stands for; null for other tokens.</summary>
    public static byte? Of(string token) =>
        token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(token.AsSpan(3, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var value) ? value : null;

    /// <summary>Appends the tokens of a character's bytes, if the vocabulary has all of them.</summary>
    public bool TryAppend(Rune rune, List<int> ids)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes = bytes[..rune.EncodeToUtf8(bytes)];
        foreach (var value in bytes)
            if (_tokens[value] is null) return false;
        foreach (var value in bytes) ids.Add(_tokens[value]!.Value);
        return true;
    }
}
