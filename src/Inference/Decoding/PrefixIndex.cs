using System.Runtime.InteropServices;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Decoding;

/// <summary>
/// Finds full blocks by what they hold: their tokens and all before them. What is before is told by the number that the
/// earlier block got when it was added; numbers are never used twice and tokens are compared, not only their hashes, so no
/// collision can give anybody the keys of another prompt. A hash table in arrays: nothing is allocated after construction.
/// Not thread-safe.
/// </summary>
internal sealed class PrefixIndex
{
    private const int None = -1;
    private const int BlockSize = IKeyValueStore.BlockSize;

    private readonly int[] _buckets;
    private readonly int[] _nextInBucket;
    private readonly PrefixEntry[] _entries;
    private readonly int[] _tokens;
    private long _numbers;

    public PrefixIndex(int blocks)
    {
        _buckets = new int[blocks];
        _buckets.AsSpan().Fill(None);
        _nextInBucket = new int[blocks];
        _entries = new PrefixEntry[blocks];
        _tokens = new int[checked(blocks * BlockSize)];
    }

    /// <summary>The tokens a block holds; filled by whoever reads them into it.</summary>
    public Span<int> TokensOf(int block) => _tokens.AsSpan(block * BlockSize, BlockSize);

    public bool Contains(int block) => _entries[block].Number != 0;

    /// <summary>The number of a block that is in the index.</summary>
    public long NumberOf(int block) => _entries[block].Number;

    /// <summary>The block that holds these tokens after the block numbered <paramref name="parent"/> (0 at the beginning).</summary>
    public bool TryFind(ulong scope, long parent, ReadOnlySpan<int> tokens, out int block)
    {
        for (block = _buckets[Bucket(scope, parent, tokens)]; block != None; block = _nextInBucket[block])
            if (_entries[block].Scope == scope && _entries[block].Parent == parent && tokens.SequenceEqual(TokensOf(block)))
                return true;
        return false;
    }

    /// <summary>Adds a full block unless another one holds the same.</summary>
    /// <returns>The number of the block that can be found from now on.</returns>
    public long Add(ulong scope, long parent, int block)
    {
        if (TryFind(scope, parent, TokensOf(block), out var same)) return NumberOf(same);
        ref var bucket = ref _buckets[Bucket(scope, parent, TokensOf(block))];
        _nextInBucket[block] = bucket;
        bucket = block;
        _entries[block] = new PrefixEntry(scope, parent, ++_numbers);
        return _numbers;
    }

    /// <summary>Forgets a block. Those after it can no longer be found, and are given away as nobody asks for them.</summary>
    public void Remove(int block)
    {
        ref var place = ref _buckets[Bucket(_entries[block].Scope, _entries[block].Parent, TokensOf(block))];
        while (place != block) place = ref _nextInBucket[place];
        place = _nextInBucket[block];
        _entries[block] = default;
    }

    private int Bucket(ulong scope, long parent, ReadOnlySpan<int> tokens)
    {
        var hash = new HashCode();
        hash.Add(scope);
        hash.Add(parent);
        hash.AddBytes(MemoryMarshal.AsBytes(tokens));
        return (int)((uint)hash.ToHashCode() % (uint)_buckets.Length);
    }
}
