namespace Cocoon.Inference.Models;

/// <summary>Decoders that the local engines know.</summary>
public enum ModelArchitecture
{
    /// <summary>Llama 2 and 3 and all that use their layout.</summary>
    Llama,

    /// <summary>Qwen 2 and 2.5: Llama with biases on query, key and value.</summary>
    Qwen2,

    /// <summary>Qwen 3: Llama with an RMSNorm over each head of query and key.</summary>
    Qwen3,
}
