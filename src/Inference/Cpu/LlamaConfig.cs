using System.Text.Json;
using Cocoon.Inference.Models;

namespace Cocoon.Inference.Cpu;

/// <summary>The numbers of a Llama-architecture model, from its config.json.</summary>
internal sealed record LlamaConfig(
    int VocabularySize, int Hidden, int FeedForward, int Layers, int Heads, int KeyValueHeads, int HeadSize,
    int ContextLength, float NormEpsilon, float RopeTheta, bool TiedEmbeddings, IReadOnlyList<int> EndTokens)
{
    public int QuerySize => Heads * HeadSize;

    public int KeyValueSize => KeyValueHeads * HeadSize;

    public static LlamaConfig Load(string path) => ModelFolder.ReadJson(path, root => Read(root, path));

    private static LlamaConfig Read(JsonElement root, string path)
    {
        var architecture = root.GetProperty("architectures")[0].GetString();
        Require(architecture == "LlamaForCausalLM", path, $"the CPU engine runs LlamaForCausalLM, this is {architecture}");
        Require(root.GetProperty("hidden_act").GetString() == "silu", path, "only the silu activation is supported");
        Require(!IsSet(root, "attention_bias") && !IsSet(root, "mlp_bias"), path, "biases are not supported");
        Require(!root.TryGetProperty("rope_scaling", out var scaling) || scaling.ValueKind == JsonValueKind.Null, path, "RoPE scaling is not supported");
        var hidden = Positive(root, "hidden_size", path);
        var heads = Positive(root, "num_attention_heads", path);
        var keyValueHeads = root.TryGetProperty("num_key_value_heads", out _) ? Positive(root, "num_key_value_heads", path) : heads;
        Require(heads % keyValueHeads == 0, path, "the key-value heads do not divide the heads");
        var end = root.GetProperty("eos_token_id");
        return new LlamaConfig(
            Positive(root, "vocab_size", path), hidden, Positive(root, "intermediate_size", path), Positive(root, "num_hidden_layers", path),
            heads, keyValueHeads, root.TryGetProperty("head_dim", out _) ? Positive(root, "head_dim", path) : hidden / heads,
            Positive(root, "max_position_embeddings", path),
            root.GetProperty("rms_norm_eps").GetSingle(),
            root.TryGetProperty("rope_theta", out var theta) ? theta.GetSingle() : 10_000,
            IsSet(root, "tie_word_embeddings"),
            end.ValueKind == JsonValueKind.Array ? [.. end.EnumerateArray().Select(id => id.GetInt32())] : [end.GetInt32()]);
    }

    private static int Positive(JsonElement root, string name, string path)
    {
        var value = root.GetProperty(name).GetInt32();
        Require(value > 0, path, $"{name} is {value}");
        return value;
    }

    private static bool IsSet(JsonElement root, string name) => root.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    private static void Require(bool condition, string path, string what)
    {
        if (!condition) throw new ModelFileException($"The model config '{path}' cannot be used: {what}.");
    }
}
