using System.Runtime.Intrinsics;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>A stored form of small integers with a scale for each block of 32: value = scale × integer - minimum.</summary>
internal unsafe interface IBlockForm
{
    /// <summary>Whether integers may be negative.</summary>
    static abstract bool IsSigned { get; }

    /// <summary>Whether blocks have minimums.</summary>
    static abstract bool HasMinimums { get; }

    /// <summary>Bytes of a block, its part of a super-block's head among them.</summary>
    static abstract int BlockBytes { get; }

    /// <summary>Bytes of a row.</summary>
    static abstract long RowBytes(int columns);

    /// <summary>Scales (and minimums) of <paramref name="count"/> blocks, at most 16; zeros after them.</summary>
    static abstract Vector512<float> Scales(byte* row, int firstBlock, int count, out Vector512<float> minimums);

    /// <summary>The integers of a block and the next one.</summary>
    static abstract Vector512<sbyte> Pair(byte* row, int block);

    /// <summary>The integers of one block, and zeros.</summary>
    static abstract Vector512<sbyte> Single(byte* row, int block);
}
