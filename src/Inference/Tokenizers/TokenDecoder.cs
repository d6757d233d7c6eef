using System.Text;
using System.Text.Json;
using Cocoon.Inference.Tokenizers.Splitting;

namespace Cocoon.Inference.Tokenizers;

/// <summary>
/// Tokens back to bytes, each by itself, which all decoders of a tokenizer.json allow that are known here: ByteLevel,
/// Metaspace, Replace of a string, ByteFallback, Fuse, and the removal of the space that begins a text. Immutable.
/// </summary>
internal sealed class TokenDecoder
{
    private readonly List<(string From, string To)> _replacements = [];
    private bool _hasByteTokens;
    private bool _isFused;

    private TokenDecoder()
    {
    }

    /// <summary>Whether its tokens are written in the letters of <see cref="ByteAlphabet"/>.</summary>
    public bool IsByteLevel { get; private set; }

    /// <summary>Whether the first space of a decoded text is not part of it.</summary>
    public bool HasDummyPrefix { get; private set; }

    public static TokenDecoder Read(JsonElement json)
    {
        var decoder = new TokenDecoder();
        if (json.ValueKind == JsonValueKind.Null) throw new InvalidOperationException("it has no decoder");
        decoder.Take(json);
        return decoder;
    }

    /// <summary>As the vocabularies of llama.cpp's files decode: by bytes, or SentencePiece's way.</summary>
    public static TokenDecoder Of(bool isByteLevel, bool hasDummyPrefix)
    {
        var decoder = new TokenDecoder { IsByteLevel = isByteLevel, _hasByteTokens = !isByteLevel, HasDummyPrefix = hasDummyPrefix };
        if (!isByteLevel) decoder._replacements.Add(("▁", " "));
        return decoder;
    }

    /// <summary>The bytes a token of the model stands for.</summary>
    public byte[] Bytes(string token)
    {
        if (IsByteLevel) return ByteAlphabet.Decode(token) ?? Encoding.UTF8.GetBytes(token);
        if (_hasByteTokens && ByteFallback.Of(token) is { } value) return [value];
        foreach (var (from, to) in _replacements) token = token.Replace(from, to, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(token);
    }

    private void Take(JsonElement json)
    {
        switch (json.GetProperty("type").GetString())
        {
            case "Sequence":
                foreach (var step in json.GetProperty("decoders").EnumerateArray()) Take(step);
                break;
            case "ByteLevel":
                IsByteLevel = true;
                break;
            case "ByteFallback":
                _hasByteTokens = true;
                break;
            case "Fuse":
                _isFused = true;
                break;
            case "Metaspace":
                var metaspace = new Metaspace(json);
                _replacements.Add((metaspace.Space.ToString(), " "));
                HasDummyPrefix |= metaspace.Prepends;
                break;
            case "Replace" when json.GetProperty("pattern").TryGetProperty("String", out var from) && !string.IsNullOrEmpty(from.GetString()):
                _replacements.Add((TokenizerFile.Text(from), TokenizerFile.Text(json.GetProperty("content"))));
                break;
            case "Strip" when _isFused && json.GetProperty("content").GetString() == " " && json.GetProperty("start").GetInt32() == 1 && json.GetProperty("stop").GetInt32() == 0:
                HasDummyPrefix = true;
                break;
            case var other:
                throw new InvalidOperationException($"the decoder '{other}' is not supported, or not with these settings");
        }
    }
}
