namespace Cocoon.Ton.Cells;

/// <summary>Hash and depth of a cell as seen from one level below its own.</summary>
internal readonly record struct LevelHash(byte[] Hash, int Depth);
