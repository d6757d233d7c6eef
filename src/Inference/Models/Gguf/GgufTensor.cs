using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Models.Gguf;

/// <summary>What the head of a GGUF file says of a tensor, checked against the file.</summary>
/// <param name="Name">As the file calls it.</param>
/// <param name="Type">How its entries are stored.</param>
/// <param name="Rows">1 for a vector.</param>
/// <param name="Columns">Entries of a row.</param>
/// <param name="Start">Its first byte, from the beginning of the data.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record GgufTensor(string Name, WeightType Type, int Rows, int Columns, long Start, long Bytes);
