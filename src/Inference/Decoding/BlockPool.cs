namespace Cocoon.Inference.Decoding;

/// <summary>
/// Which blocks are held, by how many sequences, and in which order the others are given out: first those that hold nothing
/// worth keeping, then the one unused for longest. Nothing is allocated after construction. Not thread-safe.
/// </summary>
internal sealed class BlockPool
{
    /// <summary>Number of the list's end mark, which is before its first and after its last block.</summary>
    private readonly int _end;

    private readonly int[] _holders;
    private readonly int[] _next;
    private readonly int[] _previous;

    public BlockPool(int blocks)
    {
        _end = blocks;
        _holders = new int[blocks];
        _next = new int[blocks + 1];
        _previous = new int[blocks + 1];
        _next[_end] = _previous[_end] = _end;
        for (var block = 0; block < blocks; block++) Insert(block, _end);
        Free = blocks;
    }

    /// <summary>Blocks that nobody holds.</summary>
    public int Free { get; private set; }

    public int Held => _end - Free;

    public bool IsShared(int block) => _holders[block] > 1;

    /// <summary>The next block to be given away, held once from now on. There must be a free one.</summary>
    public int Take()
    {
        var block = _next[_end];
        if (block == _end) throw new InvalidOperationException("All blocks are held; ask for the free ones first.");
        Hold(block);
        return block;
    }

    public void Hold(int block)
    {
        if (_holders[block]++ > 0) return;
        (_next[_previous[block]], _previous[_next[block]]) = (_next[block], _previous[block]);
        Free--;
    }

    /// <summary>Lets a block go; after its last holder it can be given away.</summary>
    /// <param name="block">A held block.</param>
    /// <param name="keep">Whether its contents may serve later: then all others that are free now are given away before it.</param>
    public void Release(int block, bool keep)
    {
        if (_holders[block] == 0) throw new InvalidOperationException("A block is released that nobody holds.");
        if (--_holders[block] > 0) return;
        Insert(block, keep ? _end : _next[_end]);
        Free++;
    }

    private void Insert(int block, int before)
    {
        var after = _previous[before];
        (_previous[block], _next[block]) = (after, before);
        (_next[after], _previous[before]) = (block, block);
    }
}
