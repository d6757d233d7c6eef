using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Decoding.Reference;

/// <summary>A weight matrix as floats, whatever its file stored.</summary>
internal sealed class ReferenceMatrix(StoredTensor stored) : IMatrix
{
    private readonly float[] _data = StoredFloats.Of(stored);

    public int Rows => stored.Rows;

    public int Columns => stored.Columns;

    public ReadOnlySpan<float> Row(int row) => _data.AsSpan(row * Columns, Columns);

    public void Dispose()
    {
    }
}
