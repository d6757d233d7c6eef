using Cocoon.Inference.Models.Configs;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Models.Gguf;

/// <summary>The numbers of a model from a GGUF file's metadata and tensors (llama.cpp, llama-model.cpp).</summary>
internal static class GgufConfig
{
    private const string Frequencies = "rope_freqs.weight";

    /// <exception cref="ModelFileException">Something is missing or does not fit, or the architecture is not known.</exception>
    public static ModelConfig Read(GgufFile file, GgufVocabulary vocabulary)
    {
        var data = file.Metadata;
        var path = file.File.Path;
        if (data.Integer("split.count") > 1) throw ConfigFile.Unusable(path, "it is one of several parts; join them with llama-gguf-split --merge");
        var name = data.Required(data.Text("general.architecture"), "general.architecture");
        ModelArchitecture? known = name switch
        {
            "llama" => ModelArchitecture.Llama,
            "qwen2" => ModelArchitecture.Qwen2,
            "qwen3" => ModelArchitecture.Qwen3,
            _ => null,
        };
        if (known is not { } architecture) throw ConfigFile.Unusable(path, $"its architecture is {name}; llama, qwen2 and qwen3 are known");
        if (data.Integer($"{name}.expert_count") > 0) throw ConfigFile.Unusable(path, "mixtures of experts are not supported");
        if (!file.Tensors.TryGetValue("model.embed_tokens.weight", out var table)) throw ConfigFile.Unusable(path, "the tensor 'token_embd.weight' is missing");
        var hidden = Integer("embedding_length");
        var heads = Integer("attention.head_count");
        var headSize = data.Integer($"{name}.attention.key_length") ?? (heads > 0 ? hidden / heads : 0);
        var context = Integer("context_length");
        var rope = Rope(file, name, context, headSize);
        var config = new ModelConfig(
            architecture, table.Rows, hidden, Integer("feed_forward_length"), Integer("block_count"), heads,
            data.Integer($"{name}.attention.head_count_kv") ?? heads, headSize,
            rope.Scaling == RopeScalingKind.Yarn ? (int)Math.Min(Math.Max(context, rope.OriginalContext * (double)rope.Factor), int.MaxValue) : context,
            data.Required(data.Number($"{name}.attention.layer_norm_rms_epsilon"), $"{name}.attention.layer_norm_rms_epsilon"),
            rope, TiedEmbeddings: !file.Tensors.ContainsKey("lm_head.weight"), vocabulary.EndTokens)
        {
            HasAttentionBias = file.Tensors.ContainsKey("model.layers.0.self_attn.q_proj.bias"),
            HasOutputBias = file.Tensors.ContainsKey("model.layers.0.self_attn.o_proj.bias"),
            HasQueryKeyNorm = architecture == ModelArchitecture.Qwen3,
        };
        ModelLimits.Check(config, path);
        if ((data.Integer($"{name}.attention.value_length") ?? headSize) != headSize) throw ConfigFile.Unusable(path, "keys and values of different widths are not supported");
        if ((data.Integer($"{name}.rope.dimension_count") ?? headSize) != headSize) throw ConfigFile.Unusable(path, "only models that rotate whole heads are supported");
        return config;

        int Integer(string key) => data.Required(data.Integer($"{name}.{key}"), $"{name}.{key}");
    }

    private static RopeConfig Rope(GgufFile file, string name, int context, int headSize)
    {
        var data = file.Metadata;
        var factor = data.Number($"{name}.rope.scaling.factor") ?? data.Number($"{name}.rope.scale_linear") ?? 1;
        var plain = new RopeConfig(data.Number($"{name}.rope.freq_base") ?? 10_000)
        {
            // Converters permute query and key of this architecture alone, so that neighbours are rotated.
            Interleaved = name == "llama",
            OriginalContext = data.Integer($"{name}.rope.scaling.original_context_length") ?? context,
            FrequencyDivisors = Divisors(file, headSize),
        };
        // llama.cpp takes 0 for no factor.
        if (factor is 0 or 1) return plain;
        return (data.Text($"{name}.rope.scaling.type") ?? "linear") switch
        {
            "none" => plain,
            "linear" => plain with { Scaling = RopeScalingKind.Linear, Factor = factor },
            "yarn" => plain with
            {
                Scaling = RopeScalingKind.Yarn,
                Factor = factor,
                BetaFast = data.Number($"{name}.rope.scaling.yarn_beta_fast") ?? plain.BetaFast,
                BetaSlow = data.Number($"{name}.rope.scaling.yarn_beta_slow") ?? plain.BetaSlow,
                AttentionFactor = data.Number($"{name}.rope.scaling.attn_factor") is { } times and not 1 ? times * ((0.1f * MathF.Log(factor)) + 1) : null,
            },
            var other => throw ConfigFile.Unusable(file.File.Path, $"RoPE scaling '{other}' is not supported; linear and yarn are"),
        };
    }

    /// <summary>Llama 3's scaling comes as numbers, one for each pair of a head.</summary>
    private static unsafe float[] Divisors(GgufFile file, int headSize)
    {
        if (!file.Tensors.ContainsKey(Frequencies)) return [];
        var tensor = file.Get(Frequencies, 1, headSize / 2);
        if (tensor.Type != WeightType.F32) throw ConfigFile.Unusable(file.File.Path, $"the tensor '{Frequencies}' is not F32");
        var divisors = new ReadOnlySpan<float>((float*)tensor.Data, tensor.Columns).ToArray();
        return divisors.All(divisor => divisor > 0) ? divisors : throw ConfigFile.Unusable(file.File.Path, $"the tensor '{Frequencies}' has numbers that are not positive");
    }
}
