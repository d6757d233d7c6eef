using System.Collections.Concurrent;

namespace Cocoon.Inference.Tokenizers;

/// <summary>Byte-level BPE as in GPT-2 and Llama 3. Immutable and thread-safe.</summary>
public sealed class BpeTokenizer
{
    /// <summary>Words whose tokens are remembered; text repeats itself.</summary>
    private const int CachedWords = 20_000;

    /// <summary>Longer pieces are not remembered, so hostile text cannot fill the memory.</summary>
    private const int CachedWordLength = 64;

    private readonly Dictionary<string, int> _vocabulary;
    private readonly Dictionary<(string Left, string Right), int> _ranks;
    private readonly byte[]?[] _bytes;
    private readonly (string Text, int Id)[] _added;
    private readonly ConcurrentDictionary<string, int[]> _cache = new(StringComparer.Ordinal);

    internal BpeTokenizer(Dictionary<string, int> vocabulary, IReadOnlyList<(string Left, string Right)> merges, IEnumerable<(string Text, int Id)> added)
    {
        _vocabulary = vocabulary;
        _ranks = merges.Select((pair, rank) => (pair, rank)).ToDictionary(entry => entry.pair, entry => entry.rank);
        // Longest first, so that of two added tokens with a common start the longer one is found.
        _added = [.. added.OrderByDescending(token => token.Text.Length)];
        VocabularySize = Math.Max(vocabulary.Values.DefaultIfEmpty(-1).Max(), _added.Select(token => token.Id).DefaultIfEmpty(-1).Max()) + 1;
        _bytes = new byte[VocabularySize][];
        foreach (var (token, id) in vocabulary) _bytes[id] = ByteAlphabet.Decode(token);
        foreach (var (text, id) in _added) _bytes[id] = System.Text.Encoding.UTF8.GetBytes(text);
    }

    public int VocabularySize { get; }

    /// <summary>The id of an added token such as "&lt;|im_end|&gt;"; null when there is none of this text.</summary>
    public int? AddedToken(string text)
    {
        foreach (var token in _added)
            if (token.Text == text) return token.Id;
        return null;
    }

    /// <summary>
    /// Tokens of a text. With <paramref name="parseAdded"/> the added tokens in it are recognised; never do that with text
    /// from outside, or a user could write the end of their own turn.
    /// </summary>
    public IReadOnlyList<int> Encode(string text, bool parseAdded)
    {
        var ids = new List<int>();
        Encode(text, parseAdded, ids);
        return ids;
    }

    /// <summary>Whether a token has a text; models may have spare ids that do not.</summary>
    public bool Knows(int token) => token >= 0 && token < _bytes.Length && _bytes[token] is not null;

    /// <summary>The UTF-8 bytes a token stands for; may be a part of a character.</summary>
    public ReadOnlySpan<byte> Bytes(int token) =>
        token >= 0 && token < _bytes.Length && _bytes[token] is { } bytes ? bytes : throw new ArgumentOutOfRangeException(nameof(token), token, "The vocabulary has no such token.");

    internal void Encode(string text, bool parseAdded, List<int> ids)
    {
        var plain = 0;
        for (var i = 0; parseAdded && i < text.Length;)
        {
            if (AddedAt(text, i) is not { } token)
            {
                i++;
                continue;
            }
            EncodePlain(text[plain..i], ids);
            ids.Add(token.Id);
            plain = i += token.Text.Length;
        }
        EncodePlain(text[plain..], ids);
    }

    private (string Text, int Id)? AddedAt(string text, int index)
    {
        foreach (var token in _added)
            if (string.CompareOrdinal(text, index, token.Text, 0, token.Text.Length) == 0) return token;
        return null;
    }

    private void EncodePlain(string text, List<int> ids)
    {
        foreach (var range in Gpt2Splitter.Split(text)) ids.AddRange(EncodeWord(ByteAlphabet.Encode(text.AsSpan()[range])));
    }

    private int[] EncodeWord(string word)
    {
        if (_cache.TryGetValue(word, out var known)) return known;
        var ids = Array.ConvertAll(Merge(word), piece => _vocabulary.TryGetValue(piece, out var id)
            ? id
            : throw new InvalidOperationException("The tokenizer's vocabulary lacks a single-byte token."));
        if (word.Length <= CachedWordLength && _cache.Count < CachedWords) _cache.TryAdd(word, ids);
        return ids;
    }

    /// <summary>Joins the pair of lowest rank until none is left.</summary>
    private string[] Merge(string word)
    {
        var pieces = new List<string>(word.Length);
        foreach (var letter in word) pieces.Add(letter.ToString());
        while (pieces.Count > 1)
        {
            var (best, at) = (int.MaxValue, -1);
            for (var i = 0; i + 1 < pieces.Count; i++)
                if (_ranks.TryGetValue((pieces[i], pieces[i + 1]), out var rank) && rank < best) (best, at) = (rank, i);
            if (at < 0) break;
            pieces[at] += pieces[at + 1];
            pieces.RemoveAt(at + 1);
        }
        return [.. pieces];
    }
}
