using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Decoding;

/// <summary>The blocks of one sequence. Made once for each place and used again.</summary>
/// <param name="maxBlocks">Most blocks it may have.</param>
internal sealed class PagedSequence(int maxBlocks)
{
    private readonly int[] _blocks = new int[maxBlocks];

    public bool IsOpen { get; set; }

    public ulong Scope { get; set; }

    /// <summary>Tokens read.</summary>
    public int Length { get; set; }

    /// <summary>Number of its last full block in the prefix index; 0 for none.</summary>
    public long LastFull { get; set; }

    /// <summary>Blocks it holds; those after the last token are reserved.</summary>
    public int Count { get; private set; }

    public ReadOnlyMemory<int> Table => _blocks.AsMemory(0, Count);

    public ref int this[int index] => ref _blocks[index];

    public void Add(int block) => _blocks[Count++] = block;

    public int RemoveLast() => _blocks[--Count];

    public int SlotOf(int position) => _blocks[position / IKeyValueStore.BlockSize] * IKeyValueStore.BlockSize + position % IKeyValueStore.BlockSize;
}
