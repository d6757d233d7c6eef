namespace Cocoon.Inference.Models.Safetensors;

/// <summary>What the header of a safetensors file says of a tensor, checked against the file.</summary>
/// <param name="Type">As written, such as "BF16".</param>
/// <param name="Shape">Positive sizes; none for a single number.</param>
/// <param name="Start">Its first byte, from the beginning of the data.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record TensorEntry(string Type, long[] Shape, long Start, long Bytes)
{
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
