namespace Cocoon.Inference.Tensors;

/// <summary>
/// A weight as its file stores it, row by row. The memory is the file's own map: read-only, and valid until its
/// <see cref="IWeightSource"/> is disposed. Sizes were checked against the file.
/// </summary>
/// <param name="Name">In Hugging Face's form, such as "model.layers.0.self_attn.q_proj.weight", whatever the file calls it.</param>
/// <param name="Type">How its entries are stored.</param>
/// <param name="Rows">Outputs of a matrix; 1 for a vector.</param>
/// <param name="Columns">Inputs of a matrix; entries of a vector. A multiple of the type's block.</param>
/// <param name="Data">Address of the first byte.</param>
/// <param name="Bytes">Length in bytes.</param>
public readonly record struct StoredTensor(string Name, WeightType Type, int Rows, int Columns, nint Data, long Bytes);
