namespace Cocoon.Sealing;

/// <summary>The first byte of a chunk.</summary>
internal enum ChunkKind : byte
{
    More = 1,

    /// <summary>The last one. Its number says how many came before.</summary>
    Last = 2,
}
