namespace Cocoon.Inference.Models.Gguf;

/// <summary>Names of tensors in GGUF files (gguf-py, tensor_mapping.py) as Hugging Face's, which the engines ask for.</summary>
internal static class GgufNames
{
    private static readonly Dictionary<string, string> Outer = new(StringComparer.Ordinal)
    {
        ["token_embd.weight"] = "model.embed_tokens.weight",
        ["output_norm.weight"] = "model.norm.weight",
        ["output.weight"] = "lm_head.weight",
    };

    private static readonly Dictionary<string, string> Inner = new(StringComparer.Ordinal)
    {
        ["attn_norm"] = "input_layernorm",
        ["attn_q"] = "self_attn.q_proj",
        ["attn_k"] = "self_attn.k_proj",
        ["attn_v"] = "self_attn.v_proj",
        ["attn_output"] = "self_attn.o_proj",
        ["attn_q_norm"] = "self_attn.q_norm",
        ["attn_k_norm"] = "self_attn.k_norm",
        ["ffn_norm"] = "post_attention_layernorm",
        ["ffn_gate"] = "mlp.gate_proj",
        ["ffn_up"] = "mlp.up_proj",
        ["ffn_down"] = "mlp.down_proj",
    };

    /// <summary>The name by which engines ask; a name that is not known stays as it is.</summary>
    public static string ToHuggingFace(string name)
    {
        if (Outer.TryGetValue(name, out var known)) return known;
        return name.Split('.') is ["blk", var layer, var part, "weight" or "bias"] parts && Inner.TryGetValue(part, out var inner)
            ? $"model.layers.{layer}.{inner}.{parts[3]}"
            : name;
    }
}
