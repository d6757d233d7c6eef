namespace Cocoon.Bench.Inference;

/// <summary>One weight of a synthetic model.</summary>
internal sealed record SyntheticTensor(string Name, int Rows, int Columns, bool IsBlocks)
{
    public long Bytes => (long)Rows * Columns * (IsBlocks ? 34 : 128) / 32;
}
