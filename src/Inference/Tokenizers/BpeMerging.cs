namespace Cocoon.Inference.Tokenizers;

/// <summary>
/// The merging of one word: a list of tokens linked to their neighbours and a queue of possible merges, lowest rank first
/// and leftmost among equals. Used once.
/// </summary>
internal sealed class BpeMerging
{
    private const int None = -1;

    private readonly Dictionary<(int Left, int Right), (int Rank, int Whole)> _merges;
    private readonly int[] _tokens;
    private readonly int[] _previous;
    private readonly int[] _next;
    private readonly PriorityQueue<(int At, int Whole), (int Rank, int At)> _queue = new();

    public BpeMerging(List<int> letters, Dictionary<(int Left, int Right), (int Rank, int Whole)> merges)
    {
        _merges = merges;
        _tokens = [.. letters];
        _previous = new int[_tokens.Length];
        _next = new int[_tokens.Length];
        for (var i = 0; i < _tokens.Length; i++) (_previous[i], _next[i]) = (i - 1, i + 1 < _tokens.Length ? i + 1 : None);
        for (var i = 0; i + 1 < _tokens.Length; i++) Offer(i);
    }

    public int[] Run()
    {
        var count = _tokens.Length;
        while (_queue.TryDequeue(out var merge, out _))
        {
            var (at, whole) = merge;
            // The pair may have gone since, or have become another.
            if (_tokens[at] == None || _next[at] is var right && right == None) continue;
            if (!_merges.TryGetValue((_tokens[at], _tokens[right]), out var now) || now.Whole != whole) continue;
            _tokens[at] = whole;
            _tokens[right] = None;
            _next[at] = _next[right];
            if (_next[at] != None) _previous[_next[at]] = at;
            count--;
            if (_previous[at] != None) Offer(_previous[at]);
            Offer(at);
        }
        var result = new int[count];
        for (int at = 0, to = 0; to < count; at = _next[at]) result[to++] = _tokens[at];
        return result;
    }

    private void Offer(int at)
    {
        if (_next[at] is var right && right != None && _merges.TryGetValue((_tokens[at], _tokens[right]), out var merge))
            _queue.Enqueue((at, merge.Whole), (merge.Rank, at));
    }
}
