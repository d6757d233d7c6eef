namespace Cocoon.Ton.Cells;

/// <summary>The fixed part of a bag of cells, checked.</summary>
internal readonly record struct BocHeader(
    bool IsGeneric, bool HasIndex, bool HasCrc, bool HasCacheBits, int RefSize, int OffsetSize, int Cells, int Roots, ulong DataSize);
