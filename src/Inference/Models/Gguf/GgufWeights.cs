using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Models.Gguf;

/// <summary>The weights in a GGUF file.</summary>
internal sealed class GgufWeights(GgufFile file) : IWeightSource
{
    public string Quantization { get; } = NameOf(file.Tensors.Values.GroupBy(tensor => tensor.Type)
        .MaxBy(group => group.Where(tensor => tensor.Rows > 1).Sum(tensor => tensor.Bytes))!.Key);

    public bool Contains(string name) => file.Tensors.ContainsKey(name);

    public StoredTensor Get(string name, int rows, int columns) => file.Get(name, rows, columns);

    public void Dispose() => file.Dispose();

    private static string NameOf(WeightType type) => type switch
    {
        WeightType.Q80 => "q8_0",
        WeightType.Q4K => "q4_k",
        WeightType.Q6K => "q6_k",
        _ => type.ToString().ToLowerInvariant(),
    };
}
