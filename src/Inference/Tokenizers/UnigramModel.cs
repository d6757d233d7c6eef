using System.Text;

namespace Cocoon.Inference.Tokenizers;

/// <summary>
/// SentencePiece's unigram model: of all ways to cut a word into known pieces, the likeliest (Viterbi). Time grows with the
/// text's length times that of the longest piece. Immutable.
/// </summary>
internal sealed class UnigramModel : ITokenModel
{
    /// <summary>How much less likely than the least likely piece an unknown character is; SentencePiece's kUnkPenalty.</summary>
    private const double UnknownPenalty = 10;

    private readonly double[] _scores;
    private readonly int? _unknown;
    private readonly ByteFallback? _bytes;

    /// <summary>The pieces as a tree of characters: from a node and a character to the next node.</summary>
    private readonly Dictionary<(int Node, char Letter), int> _steps = [];

    /// <summary>For each node the piece that ends there, or -1.</summary>
    private readonly List<int> _ends = [-1];

    /// <param name="pieces">Texts and logarithms of probabilities; an id is the place in this list. None is empty but those of added tokens.</param>
    /// <param name="reachable">Whether text may become this piece.</param>
    /// <param name="unknown">The token of characters without a piece; null where there is none.</param>
    /// <param name="byteFallback">Whether such characters are written as tokens of their bytes.</param>
    public UnigramModel(IReadOnlyList<(string Text, double Score)> pieces, Func<int, bool> reachable, int? unknown, bool byteFallback)
    {
        _scores = [.. pieces.Select(piece => piece.Score)];
        _unknown = unknown;
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < pieces.Count; id++)
        {
            ids[pieces[id].Text] = id;
            if (reachable(id) && pieces[id].Text.Length > 0) Plant(pieces[id].Text, id);
        }
        _bytes = byteFallback ? new ByteFallback(ids) : null;
        LeastScore = _scores.DefaultIfEmpty(0).Min() - UnknownPenalty;
    }

    private double LeastScore { get; }

    public void Encode(string word, List<int> ids)
    {
        var (starts, pieces) = BestPath(word);
        var path = new List<(int Start, int End, int Piece)>();
        for (var end = word.Length; end > 0; end = starts[end]) path.Add((starts[end], end, pieces[end]));
        var afterUnknown = false;
        for (var i = path.Count - 1; i >= 0; i--)
        {
            var (start, end, piece) = path[i];
            if (piece >= 0) ids.Add(piece);
            else if (_bytes is null || !_bytes.TryAppend(Rune.GetRuneAt(word, start), ids))
            {
                // Unknown characters in a row are one token.
                if (_unknown is { } unknown && !afterUnknown) ids.Add(unknown);
                afterUnknown = true;
                continue;
            }
            afterUnknown = false;
        }
    }

    /// <summary>For each place the best piece that ends there and where it starts; -1 is an unknown character.</summary>
    private (int[] Starts, int[] Pieces) BestPath(string word)
    {
        var scores = new double[word.Length + 1];
        var starts = new int[word.Length + 1];
        var pieces = new int[word.Length + 1];
        Array.Fill(starts, -1);
        for (var start = 0; start < word.Length;)
        {
            var width = char.IsSurrogatePair(word, start) ? 2 : 1;
            var hasSingle = false;
            for (int end = start, node = 0; end < word.Length && _steps.TryGetValue((node, word[end]), out node);)
            {
                end++;
                if (_ends[node] is var piece && piece < 0) continue;
                hasSingle |= end - start == width;
                Take(end, scores[start] + _scores[piece], piece);
            }
            if (!hasSingle) Take(start + width, scores[start] + LeastScore, -1);
            start += width;

            void Take(int end, double score, int piece)
            {
                if (starts[end] >= 0 && score <= scores[end]) return;
                (scores[end], starts[end], pieces[end]) = (score, start, piece);
            }
        }
        return (starts, pieces);
    }

    private void Plant(string text, int id)
    {
        var node = 0;
        foreach (var letter in text)
        {
            if (!_steps.TryGetValue((node, letter), out var next))
            {
                _steps[(node, letter)] = next = _ends.Count;
                _ends.Add(-1);
            }
            node = next;
        }
        _ends[node] = id;
    }
}
