using System.Text.Json;

namespace Cocoon.Inference.Models.Configs;

/// <summary>
/// Reads config.json and generation_config.json as Hugging Face's transformers does (configuration_llama.py,
/// configuration_qwen2.py, configuration_qwen3.py), with its defaults for what is not written.
/// </summary>
internal static class ConfigFile
{
    public const string FileName = "config.json";
    public const string GenerationFileName = "generation_config.json";

    private const long MaxBytes = 4_000_000;

    /// <exception cref="ModelFileException">A file is damaged, or the model is of a kind that is not known.</exception>
    public static ModelConfig Load(string folder)
    {
        var path = ModelFiles.Find(folder, FileName);
        var config = ModelFiles.ReadJson(path, root => Read(root, path), MaxBytes);
        var generation = ModelFiles.Find(folder, GenerationFileName);
        if (File.Exists(generation))
            config = config with { EndTokens = [.. config.EndTokens.Union(ModelFiles.ReadJson(generation, root => EndTokens(root) ?? [], MaxBytes)).Order()] };
        ModelLimits.Check(config, path);
        return config;
    }

    /// <summary>Whether config.json carries the mark of a model that is for trying out only: "cocoon_toy": true.</summary>
    public static bool IsToy(string folder)
    {
        var path = ModelFiles.Find(folder, FileName);
        return File.Exists(path) && ModelFiles.ReadJson(path, root => root.ValueKind == JsonValueKind.Object && IsSet(root, "cocoon_toy"), MaxBytes);
    }

    private static ModelConfig Read(JsonElement root, string path)
    {
        var name = root.GetProperty("architectures")[0].GetString();
        ModelArchitecture? known = name switch
        {
            "LlamaForCausalLM" => ModelArchitecture.Llama,
            "Qwen2ForCausalLM" => ModelArchitecture.Qwen2,
            "Qwen3ForCausalLM" => ModelArchitecture.Qwen3,
            _ => null,
        };
        if (known is not { } architecture) throw Unusable(path, $"its architecture is {name}; LlamaForCausalLM, Qwen2ForCausalLM and Qwen3ForCausalLM are known");
        RequirePlain(root, path);
        var llama = architecture == ModelArchitecture.Llama;
        var hidden = root.GetProperty("hidden_size").GetInt32();
        var heads = root.GetProperty("num_attention_heads").GetInt32();
        if (heads <= 0) throw Unusable(path, $"num_attention_heads is {heads}");
        var context = Number(root, "max_position_embeddings") ?? (llama ? 2_048 : 32_768);
        var bias = IsSet(root, "attention_bias");
        return new ModelConfig(
            architecture, root.GetProperty("vocab_size").GetInt32(), hidden, root.GetProperty("intermediate_size").GetInt32(),
            root.GetProperty("num_hidden_layers").GetInt32(), heads, KeyValueHeads(root, heads, llama),
            Number(root, "head_dim") ?? (architecture == ModelArchitecture.Qwen3 ? 128 : hidden / heads),
            context, Value(root, "rms_norm_eps")?.GetSingle() ?? 1e-6f, RopeReader.Read(root, context, path),
            IsSet(root, "tie_word_embeddings"), EndTokens(root) ?? (llama ? [2] : []))
        {
            HasAttentionBias = bias || architecture == ModelArchitecture.Qwen2,
            HasOutputBias = bias && architecture != ModelArchitecture.Qwen2,
            HasQueryKeyNorm = architecture == ModelArchitecture.Qwen3,
        } is var config && config.Rope.Scaling == RopeScalingKind.Yarn
            // A config made longer by YaRN often keeps the length it was trained at.
            ? config with { ContextLength = Math.Max(context, (int)Math.Min(config.Rope.OriginalContext * (double)config.Rope.Factor, int.MaxValue)) }
            : config;
    }

    /// <summary>What changes the arithmetic in ways that the engines do not know.</summary>
    private static void RequirePlain(JsonElement root, string path)
    {
        if (Value(root, "hidden_act") is { } act && act.GetString() != "silu") throw Unusable(path, $"its hidden_act is {act}; only silu is supported");
        if (IsSet(root, "mlp_bias")) throw Unusable(path, "biases of the feed-forward layers are not supported");
        if (Value(root, "quantization_config") is not null) throw Unusable(path, "quantised safetensors are not supported; use a GGUF file (Q8_0, Q4_K, Q6_K)");
        if (IsSet(root, "use_sliding_window")) throw Unusable(path, "sliding-window attention is not supported");
        if (Value(root, "layer_types") is { } types && types.EnumerateArray().Any(type => type.GetString() != "full_attention"))
            throw Unusable(path, "layers without full attention are not supported");
    }

    /// <summary>Written without them, Llama has as many as heads, Qwen has 32; written as null, both have as many as heads.</summary>
    private static int KeyValueHeads(JsonElement root, int heads, bool llama) =>
        Number(root, "num_key_value_heads") ?? (llama || root.TryGetProperty("num_key_value_heads", out _) ? heads : 32);

    /// <summary>Null where the file does not name them at all.</summary>
    private static IReadOnlyList<int>? EndTokens(JsonElement root)
    {
        if (!root.TryGetProperty("eos_token_id", out var end)) return null;
        return end.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Array => [.. end.EnumerateArray().Select(id => id.GetInt32())],
            _ => [end.GetInt32()],
        };
    }

    internal static ModelFileException Unusable(string path, string what) => new($"The model config '{path}' cannot be used: {what}.");

    /// <summary>A value that is there and not null.</summary>
    internal static JsonElement? Value(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static int? Number(JsonElement root, string name) => Value(root, name)?.GetInt32();

    private static bool IsSet(JsonElement root, string name) => Value(root, name)?.GetBoolean() ?? false;
}
