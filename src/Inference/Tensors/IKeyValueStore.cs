namespace Cocoon.Inference.Tensors;

/// <summary>Keys and values of all layers in blocks of <see cref="BlockSize"/> tokens, which sequences share by their numbers.</summary>
public interface IKeyValueStore : IDisposable
{
    /// <summary>Tokens of one block.</summary>
    const int BlockSize = 16;

    int Blocks { get; }
}
