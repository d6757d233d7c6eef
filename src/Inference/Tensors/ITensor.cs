namespace Cocoon.Inference.Tensors;

/// <summary>Activations of a step: rows of equal width, one row a token, in the memory of the backend that made it.</summary>
public interface ITensor : IDisposable
{
    /// <summary>Most rows it holds.</summary>
    int Rows { get; }

    int Columns { get; }
}
