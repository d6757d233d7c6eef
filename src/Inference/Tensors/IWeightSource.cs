namespace Cocoon.Inference.Tensors;

/// <summary>The weights of one model in their file or files. Not thread-safe.</summary>
public interface IWeightSource : IDisposable
{
    /// <summary>Type of most of the matrices, in lower case, such as "bf16" or "q8_0".</summary>
    string Quantization { get; }

    bool Contains(string name);

    /// <summary>A weight of the given shape.</summary>
    /// <exception cref="Models.ModelFileException">It is missing, or its shape, type or place in the file is impossible.</exception>
    StoredTensor Get(string name, int rows, int columns);
}
