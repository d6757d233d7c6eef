using Cocoon.Inference.Models;

namespace Cocoon.Inference.Tests.Decoding;

/// <summary>Small models with weights drawn by chance, large enough that each of them changes the logits.</summary>
internal static class RandomModel
{
    /// <summary>Heads wider than hidden / heads, three query heads a group, 96 tokens of context.</summary>
    public static ModelConfig Config { get; } = new(
        ModelArchitecture.Llama, VocabularySize: 41, Hidden: 20, FeedForward: 28, Layers: 3, Heads: 6, KeyValueHeads: 2, HeadSize: 8,
        ContextLength: 96, NormEpsilon: 1e-5f, new RopeConfig(10_000), TiedEmbeddings: false, EndTokens: [0]);

    public static MemoryWeights Write(ModelConfig config, int seed = 1)
    {
        var (weights, random) = (new MemoryWeights(), new Random(seed));
        Matrix("model.embed_tokens.weight", config.VocabularySize, config.Hidden, 1);
        if (!config.TiedEmbeddings) Matrix("lm_head.weight", config.VocabularySize, config.Hidden, 1);
        Norm("model.norm.weight", config.Hidden);
        for (var i = 0; i < config.Layers; i++)
        {
            var name = $"model.layers.{i}";
            Norm($"{name}.input_layernorm.weight", config.Hidden);
            Norm($"{name}.post_attention_layernorm.weight", config.Hidden);
            Linear($"{name}.self_attn.q_proj", config.QuerySize, config.Hidden, config.HasAttentionBias);
            Linear($"{name}.self_attn.k_proj", config.KeyValueSize, config.Hidden, config.HasAttentionBias);
            Linear($"{name}.self_attn.v_proj", config.KeyValueSize, config.Hidden, config.HasAttentionBias);
            Linear($"{name}.self_attn.o_proj", config.Hidden, config.QuerySize, config.HasOutputBias);
            Linear($"{name}.mlp.gate_proj", config.FeedForward, config.Hidden, false);
            Linear($"{name}.mlp.up_proj", config.FeedForward, config.Hidden, false);
            Linear($"{name}.mlp.down_proj", config.Hidden, config.FeedForward, false);
            if (!config.HasQueryKeyNorm) continue;
            Norm($"{name}.self_attn.q_norm.weight", config.HeadSize);
            Norm($"{name}.self_attn.k_norm.weight", config.HeadSize);
        }
        return weights;

        void Linear(string name, int rows, int columns, bool hasBias)
        {
            Matrix($"{name}.weight", rows, columns, 2.5f / MathF.Sqrt(columns));
            if (hasBias) Matrix($"{name}.bias", 1, rows, 1);
        }

        void Norm(string name, int columns) => weights.Add(name, 1, columns, Draw(columns, 0.5f, 1.5f));

        void Matrix(string name, int rows, int columns, float most) => weights.Add(name, rows, columns, Draw(rows * columns, -most, most));

        float[] Draw(int count, float least, float most) => [.. Enumerable.Range(0, count).Select(_ => least + (most - least) * random.NextSingle())];
    }

    public static int[] Prompt(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(Config.VocabularySize))];
    }
}
