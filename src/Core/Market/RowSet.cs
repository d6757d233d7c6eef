using System.Numerics;

namespace Cocoon.Core.Market;

/// <summary>A set of rows as bits, 64 in a word. Rows are added and taken by many threads; who reads sees them a moment late.</summary>
internal sealed class RowSet(int rows)
{
    private readonly ulong[] _words = new ulong[(rows + 63) / 64];

    public int Words => _words.Length;

    public ulong this[int word] => Volatile.Read(ref _words[word]);

    public bool Has(int row) => (Volatile.Read(ref _words[row >> 6]) >> (row & 63) & 1) != 0;

    public void Set(int row, bool isIn)
    {
        ref var word = ref _words[row >> 6];
        var bit = 1UL << (row & 63);
        if (isIn) Interlocked.Or(ref word, bit);
        else Interlocked.And(ref word, ~bit);
    }

    /// <summary>The lowest row of a word's bits, which it takes away.</summary>
    public static int Take(int word, ref ulong bits)
    {
        var row = (word << 6) + BitOperations.TrailingZeroCount(bits);
        bits &= bits - 1;
        return row;
    }
}
