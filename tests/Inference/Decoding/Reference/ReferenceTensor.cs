using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Decoding.Reference;

/// <summary>Rows of floats in ordinary memory.</summary>
internal sealed class ReferenceTensor(int rows, int columns) : ITensor
{
    public float[] Data { get; } = new float[rows * columns];

    public int Rows => rows;

    public int Columns => columns;

    public Span<float> Row(int row) => Data.AsSpan(row * columns, columns);

    public void Dispose()
    {
    }
}
