using Cocoon.Inference.Models;

namespace Cocoon.Inference.Cpu;

/// <summary>All weights as 32-bit floats, matrices row by row (one row per output).</summary>
internal sealed class LlamaWeights
{
    private LlamaWeights(float[] embeddings, float[] output, float[] finalNorm, Layer[] layers, string dataType)
    {
        Embeddings = embeddings;
        Output = output;
        FinalNorm = finalNorm;
        Layers = layers;
        DataType = dataType;
    }

    public float[] Embeddings { get; }

    public float[] Output { get; }

    public float[] FinalNorm { get; }

    public Layer[] Layers { get; }

    /// <summary>Type in the file, such as "BF16".</summary>
    public string DataType { get; }

    public static LlamaWeights Load(string path, LlamaConfig config)
    {
        using var file = new SafetensorsFile(path);
        var embeddings = file.Read("model.embed_tokens.weight", config.VocabularySize, config.Hidden);
        var output = config.TiedEmbeddings ? embeddings : file.Read("lm_head.weight", config.VocabularySize, config.Hidden);
        var finalNorm = file.Read("model.norm.weight", config.Hidden);
        var layers = Enumerable.Range(0, config.Layers).Select(index => ReadLayer(file, $"model.layers.{index}", config)).ToArray();
        return new LlamaWeights(embeddings, output, finalNorm, layers, file.DataType);
    }

    private static Layer ReadLayer(SafetensorsFile file, string name, LlamaConfig config) => new(
        file.Read($"{name}.input_layernorm.weight", config.Hidden),
        file.Read($"{name}.self_attn.q_proj.weight", config.QuerySize, config.Hidden),
        file.Read($"{name}.self_attn.k_proj.weight", config.KeyValueSize, config.Hidden),
        file.Read($"{name}.self_attn.v_proj.weight", config.KeyValueSize, config.Hidden),
        file.Read($"{name}.self_attn.o_proj.weight", config.Hidden, config.QuerySize),
        file.Read($"{name}.post_attention_layernorm.weight", config.Hidden),
        file.Read($"{name}.mlp.gate_proj.weight", config.FeedForward, config.Hidden),
        file.Read($"{name}.mlp.up_proj.weight", config.FeedForward, config.Hidden),
        file.Read($"{name}.mlp.down_proj.weight", config.Hidden, config.FeedForward));

    /// <summary>One decoder layer.</summary>
    internal sealed record Layer(
        float[] AttentionNorm, float[] Query, float[] Key, float[] Value, float[] AttentionOutput,
        float[] FeedForwardNorm, float[] Gate, float[] Up, float[] Down);
}
