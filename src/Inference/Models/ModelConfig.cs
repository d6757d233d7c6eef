namespace Cocoon.Inference.Models;

/// <summary>The numbers of a decoder model, whatever file they come from. All are positive and fit each other.</summary>
/// <param name="Architecture">Which decoder.</param>
/// <param name="VocabularySize">Rows of the embedding table; may exceed the tokenizer's.</param>
/// <param name="Hidden">Width of the residual stream.</param>
/// <param name="FeedForward">Width of the feed-forward layer.</param>
/// <param name="Layers">Decoder layers.</param>
/// <param name="Heads">Query heads; a multiple of <paramref name="KeyValueHeads"/>.</param>
/// <param name="KeyValueHeads">Heads of keys and values.</param>
/// <param name="HeadSize">Width of one head; even.</param>
/// <param name="ContextLength">Most tokens of a sequence.</param>
/// <param name="NormEpsilon">Added to the mean square in RMSNorm.</param>
/// <param name="Rope">Its rotary positions.</param>
/// <param name="TiedEmbeddings">Whether the output matrix is the embedding table.</param>
/// <param name="EndTokens">Tokens that end an answer.</param>
public sealed record ModelConfig(
    ModelArchitecture Architecture, int VocabularySize, int Hidden, int FeedForward, int Layers, int Heads, int KeyValueHeads, int HeadSize,
    int ContextLength, float NormEpsilon, RopeConfig Rope, bool TiedEmbeddings, IReadOnlyList<int> EndTokens)
{
    /// <summary>Whether query, key and value have biases.</summary>
    public bool HasAttentionBias { get; init; }

    /// <summary>Whether the output of attention has one too.</summary>
    public bool HasOutputBias { get; init; }

    /// <summary>Whether each head of query and key is normalised before it is rotated.</summary>
    public bool HasQueryKeyNorm { get; init; }

    public int QuerySize => Heads * HeadSize;

    public int KeyValueSize => KeyValueHeads * HeadSize;

    /// <summary>Bytes that the keys and values of one token take as 32-bit floats.</summary>
    public long KeyValueBytes => 2L * Layers * KeyValueSize * sizeof(float);

    /// <summary>Names and shapes of all weights of such a model, by Hugging Face's names; vectors have one row.</summary>
    internal IEnumerable<(string Name, int Rows, int Columns)> Weights()
    {
        yield return ("model.embed_tokens.weight", VocabularySize, Hidden);
        yield return ("model.norm.weight", 1, Hidden);
        if (!TiedEmbeddings) yield return ("lm_head.weight", VocabularySize, Hidden);
        for (var layer = 0; layer < Layers; layer++)
            foreach (var (name, rows, columns) in LayerWeights()) yield return ($"model.layers.{layer}.{name}", rows, columns);
    }

    private IEnumerable<(string Name, int Rows, int Columns)> LayerWeights()
    {
        yield return ("input_layernorm.weight", 1, Hidden);
        yield return ("self_attn.q_proj.weight", QuerySize, Hidden);
        yield return ("self_attn.k_proj.weight", KeyValueSize, Hidden);
        yield return ("self_attn.v_proj.weight", KeyValueSize, Hidden);
        yield return ("self_attn.o_proj.weight", Hidden, QuerySize);
        yield return ("post_attention_layernorm.weight", 1, Hidden);
        yield return ("mlp.gate_proj.weight", FeedForward, Hidden);
        yield return ("mlp.up_proj.weight", FeedForward, Hidden);
        yield return ("mlp.down_proj.weight", Hidden, FeedForward);
        if (HasAttentionBias)
        {
            yield return ("self_attn.q_proj.bias", 1, QuerySize);
            yield return ("self_attn.k_proj.bias", 1, KeyValueSize);
            yield return ("self_attn.v_proj.bias", 1, KeyValueSize);
        }
        if (HasOutputBias) yield return ("self_attn.o_proj.bias", 1, Hidden);
        if (!HasQueryKeyNorm) yield break;
        yield return ("self_attn.q_norm.weight", 1, HeadSize);
        yield return ("self_attn.k_norm.weight", 1, HeadSize);
    }
}
