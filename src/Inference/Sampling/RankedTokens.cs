using System.Numerics;

namespace Cocoon.Inference.Sampling;

/// <summary>
/// Tokens by their weight, the heaviest first and among equals the lower id: the order is made only as far as it is asked
/// for, since a draw rarely comes far. Not thread-safe.
/// </summary>
internal ref struct RankedTokens(Span<ulong> keys)
{
    private const int FirstRanks = 64;

    private readonly Span<ulong> _keys = keys;
    private int _ordered;

    public readonly int Count => _keys.Length;

    /// <summary>Orders tokens: bits of numbers that are not negative order as the numbers do.</summary>
    public static ulong Key(int token, float weight) => (ulong)~BitConverter.SingleToUInt32Bits(weight) << 32 | (uint)token;

    public float Weight(int rank)
    {
        if (rank >= _ordered) OrderTo(rank);
        return BitConverter.UInt32BitsToSingle(~(uint)(_keys[rank] >> 32));
    }

    /// <summary>The token of a rank whose weight was asked for before.</summary>
    public readonly int Token(int rank) => (int)(uint)_keys[rank];

    private void OrderTo(int rank)
    {
        // Four times as many each time, so that even all of them cost little more than one sort.
        var end = Math.Min(_keys.Length, Math.Max(rank + 1, Math.Max(FirstRanks, _ordered * 4)));
        var rest = _keys[_ordered..];
        if (end < _keys.Length) BringForward(rest, end - _ordered);
        rest[..(end - _ordered)].Sort();
        _ordered = end;
    }

    /// <summary>Brings the smallest keys to the front, in any order (Hoare's selection; keys differ, as token ids do).</summary>
    private static void BringForward(Span<ulong> keys, int count)
    {
        var (first, last) = (0, keys.Length - 1);
        for (var turns = 4 * BitOperations.Log2((uint)keys.Length) + 4; first < last; turns--)
        {
            if (turns == 0)
            {
                // Pivots that bad do not happen to real weights; the work stays bounded even so.
                keys[first..(last + 1)].Sort();
                return;
            }
            var pivot = Median(keys[first], keys[(first + last) >>> 1], keys[last]);
            var (left, right) = (first, last);
            while (left <= right)
            {
                while (keys[left] < pivot) left++;
                while (keys[right] > pivot) right--;
                if (left > right) break;
                (keys[left], keys[right]) = (keys[right], keys[left]);
                left++;
                right--;
            }
            if (count <= right) last = right;
            else if (count > left) first = left;
            else return;
        }
    }

    private static ulong Median(ulong a, ulong b, ulong c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
