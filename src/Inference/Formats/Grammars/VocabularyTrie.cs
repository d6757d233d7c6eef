using Cocoon.Inference.Tokenizers;

namespace Cocoon.Inference.Formats.Grammars;

/// <summary>
/// All tokens of a vocabulary by their bytes, so that a grammar looks at a common beginning once. Nodes lie in the order of
/// a walk, each knowing where its subtree ends. Tokens that the template alone may write are not in it. Immutable.
/// </summary>
internal sealed class VocabularyTrie
{
    private readonly ITokenizer _tokenizer;
    private readonly byte[] _bytes;
    private readonly int[] _depths;
    private readonly int[] _ends;
    private readonly int[] _tokens;
    private readonly int _deepest;

    public VocabularyTrie(ITokenizer tokenizer)
    {
        var words = Enumerable.Range(0, tokenizer.VocabularySize)
            .Where(token => tokenizer.Knows(token) && !tokenizer.IsAdded(token) && tokenizer.Bytes(token).Length > 0)
            .Select(token => (Token: token, Bytes: tokenizer.Bytes(token).ToArray()))
            .OrderBy(word => word.Bytes, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))).ToList();
        List<byte> bytes = [];
        List<int> depths = [], tokens = [];
        byte[] last = [];
        foreach (var word in words)
        {
            // A second token of the same bytes gets a leaf of its own.
            var shared = Math.Min(last.AsSpan().CommonPrefixLength(word.Bytes), word.Bytes.Length - 1);
            for (var depth = shared; depth < word.Bytes.Length; depth++)
            {
                bytes.Add(word.Bytes[depth]);
                depths.Add(depth);
                tokens.Add(depth == word.Bytes.Length - 1 ? word.Token : -1);
            }
            last = word.Bytes;
        }
        (_bytes, _depths, _tokens) = ([.. bytes], [.. depths], [.. tokens]);
        _ends = Ends(_depths);
        _deepest = _depths.DefaultIfEmpty(-1).Max() + 1;
        _tokenizer = tokenizer;
    }

    /// <summary>Tokens of the vocabulary.</summary>
    public int Size => _tokenizer.VocabularySize;

    public ReadOnlySpan<byte> Bytes(int token) => _tokenizer.Bytes(token).Span;

    /// <summary>The tokens whose bytes may follow in a state.</summary>
    public TokenMask Following(Automaton automaton, AutomatonState state)
    {
        var mask = new TokenMask(Size);
        var path = new AutomatonState[_deepest + 1];
        path[0] = state;
        for (var node = 0; node < _bytes.Length;)
        {
            var depth = _depths[node];
            if (automaton.Advance(path[depth], _bytes[node]) is not { } next)
            {
                node = _ends[node];
                continue;
            }
            path[depth + 1] = next;
            if (_tokens[node] >= 0) mask.Allow(_tokens[node]);
            node++;
        }
        return mask;
    }

    private static int[] Ends(int[] depths)
    {
        var ends = new int[depths.Length];
        var open = new Stack<int>();
        for (var node = 0; node <= depths.Length; node++)
        {
            while (open.TryPeek(out var above) && (node == depths.Length || depths[above] >= depths[node])) ends[open.Pop()] = node;
            open.Push(node);
        }
        return ends;
    }
}
