namespace Cocoon.Inference.Tensors;

/// <summary>A weight matrix in the form its backend multiplies with.</summary>
public interface IMatrix : IDisposable
{
    int Rows { get; }

    int Columns { get; }
}
