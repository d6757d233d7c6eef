using System.Collections.Concurrent;

namespace Cocoon.Inference.Tokenizers;

/// <summary>
/// Byte-pair encoding: neighbours are merged by the rank of their pair until no pair is known. Takes time in proportion to
/// n log n, so a megabyte without a space is as harmless as a page. Thread-safe.
/// </summary>
internal sealed class BpeModel : ITokenModel
{
    /// <summary>Words whose tokens are remembered; text repeats itself.</summary>
    private const int CachedWords = 20_000;

    /// <summary>Longer pieces are not remembered, so hostile text cannot fill the memory.</summary>
    private const int CachedWordLength = 64;

    private readonly IReadOnlyDictionary<string, int> _vocabulary;
    private readonly Dictionary<(int Left, int Right), (int Rank, int Whole)> _merges;
    private readonly BpeOptions _options;
    private readonly ByteFallback? _bytes;
    private readonly ConcurrentDictionary<string, int[]> _cache = new(StringComparer.Ordinal);

    /// <param name="vocabulary">Tokens by their text.</param>
    /// <param name="merges">Pairs with the rank at which they merge, and what they become.</param>
    /// <param name="options">What else the file says.</param>
    public BpeModel(IReadOnlyDictionary<string, int> vocabulary, Dictionary<(int Left, int Right), (int Rank, int Whole)> merges, BpeOptions options)
    {
        (_vocabulary, _merges, _options) = (vocabulary, merges, options);
        _bytes = options.ByteFallback ? new ByteFallback(vocabulary) : null;
    }

    public void Encode(string word, List<int> ids)
    {
        if (word.Length == 0) return;
        if (_options.IgnoreMerges && _vocabulary.TryGetValue(word, out var whole))
        {
            ids.Add(whole);
            return;
        }
        if (!_cache.TryGetValue(word, out var known))
        {
            known = new BpeMerging(Letters(word), _merges).Run();
            if (word.Length <= CachedWordLength && _cache.Count < CachedWords) _cache.TryAdd(word, known);
        }
        ids.AddRange(known);
    }

    /// <summary>
    /// The tokens of the single characters. One without a token becomes those of its bytes, or the unknown token, or, as in
    /// Hugging Face's library, nothing where the model has neither.
    /// </summary>
    private List<int> Letters(string word)
    {
        var letters = new List<int>(word.Length);
        var afterUnknown = false;
        Span<char> buffer = stackalloc char[2];
        foreach (var rune in word.EnumerateRunes())
        {
            var letter = new string(buffer[..rune.EncodeToUtf16(buffer)]);
            if (_vocabulary.TryGetValue(letter, out var id)) letters.Add(id);
            else if (_bytes?.TryAppend(rune, letters) != true)
            {
                if (_options.Unknown is { } unknown && !(afterUnknown && _options.FuseUnknown)) letters.Add(unknown);
                afterUnknown = true;
                continue;
            }
            afterUnknown = false;
        }
        return letters;
    }
}
