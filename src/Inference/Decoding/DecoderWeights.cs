using Cocoon.Inference.Models;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Decoding;

/// <summary>All weights of a decoder in its backend's form, by Hugging Face's names.</summary>
internal sealed class DecoderWeights : IDisposable
{
    private readonly ModelConfig _config;
    private readonly IWeightSource _source;
    private readonly ITensorBackend _backend;
    private readonly List<IDisposable> _loaded = [];

    /// <exception cref="ModelFileException">The config contradicts itself or the weights.</exception>
    public DecoderWeights(ModelConfig config, IWeightSource source, ITensorBackend backend)
    {
        (_config, _source, _backend) = (config, source, backend);
        Check(config);
        try
        {
            Embeddings = Matrix("model.embed_tokens.weight", config.VocabularySize, config.Hidden);
            Output = config.TiedEmbeddings ? Embeddings : Matrix("lm_head.weight", config.VocabularySize, config.Hidden);
            FinalNorm = Vector("model.norm.weight", config.Hidden);
            Layers = [.. Enumerable.Range(0, config.Layers).Select(index => Layer($"model.layers.{index}"))];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IMatrix Embeddings { get; }

    public IMatrix Output { get; }

    public ITensor FinalNorm { get; }

    public IReadOnlyList<DecoderLayer> Layers { get; }

    public void Dispose()
    {
        foreach (var weight in _loaded) weight.Dispose();
        _loaded.Clear();
    }

    private static void Check(ModelConfig config)
    {
        ReadOnlySpan<int> sizes = [config.VocabularySize, config.Hidden, config.FeedForward, config.Layers, config.Heads, config.KeyValueHeads, config.HeadSize, config.ContextLength];
        foreach (var size in sizes) Require(size > 0, "one of its sizes is not positive");
        Require(config.Heads % config.KeyValueHeads == 0, $"{config.KeyValueHeads} key-value heads do not divide {config.Heads} heads");
        Require(config.HeadSize % 2 == 0, $"the head size {config.HeadSize} is odd, and rotary positions turn pairs");
        Require((long)config.Heads * config.HeadSize <= int.MaxValue, "its heads are too wide");
        Require(config.NormEpsilon > 0, "the epsilon of its norms is not positive");
        Require(config.Rope.Theta > 1 && float.IsFinite(config.Rope.Theta), $"the RoPE base {config.Rope.Theta} is not above 1");
        if (config.Rope.Scaling == RopeScalingKind.None) return;
        Require(config.Rope.Factor >= 1 && float.IsFinite(config.Rope.Factor), $"the RoPE factor {config.Rope.Factor} is below 1");
        if (config.Rope.Scaling == RopeScalingKind.Linear) return;
        Require(config.Rope.OriginalContext > 0, "its RoPE scaling does not say how long the context was before");
        Require(
            config.Rope.Scaling != RopeScalingKind.Llama3 || (config.Rope.LowFrequencyFactor > 0 && config.Rope.HighFrequencyFactor > config.Rope.LowFrequencyFactor),
            "the high frequency factor of its RoPE scaling is not above the low one");
    }

    private static void Require(bool condition, string what)
    {
        if (!condition) throw new ModelFileException($"The model's config cannot be used: {what}.");
    }

    private DecoderLayer Layer(string name)
    {
        var (hidden, query, keyValue, wide) = (_config.Hidden, _config.QuerySize, _config.KeyValueSize, _config.FeedForward);
        var attention = $"{name}.self_attn";
        return new DecoderLayer(
            Vector($"{name}.input_layernorm.weight", hidden),
            Linear($"{attention}.q_proj", query, hidden, _config.HasAttentionBias),
            Linear($"{attention}.k_proj", keyValue, hidden, _config.HasAttentionBias),
            Linear($"{attention}.v_proj", keyValue, hidden, _config.HasAttentionBias),
            Linear($"{attention}.o_proj", hidden, query, _config.HasOutputBias),
            _config.HasQueryKeyNorm ? Vector($"{attention}.q_norm.weight", _config.HeadSize) : null,
            _config.HasQueryKeyNorm ? Vector($"{attention}.k_norm.weight", _config.HeadSize) : null,
            Vector($"{name}.post_attention_layernorm.weight", hidden),
            Linear($"{name}.mlp.gate_proj", wide, hidden, hasBias: false),
            Linear($"{name}.mlp.up_proj", wide, hidden, hasBias: false),
            Linear($"{name}.mlp.down_proj", hidden, wide, hasBias: false));
    }

    private Projection Linear(string name, int rows, int columns, bool hasBias)
    {
        // Silently left out, a bias would make answers that are wrong and look right.
        if (!hasBias && _source.Contains($"{name}.bias")) throw new ModelFileException($"The model cannot be used: there is a '{name}.bias', which its config does not tell of.");
        return new Projection(Matrix($"{name}.weight", rows, columns), hasBias ? Vector($"{name}.bias", rows) : null);
    }

    private IMatrix Matrix(string name, int rows, int columns)
    {
        var matrix = _backend.Load(Get(name, rows, columns));
        _loaded.Add(matrix);
        return matrix;
    }

    private ITensor Vector(string name, int columns)
    {
        var vector = _backend.LoadVector(Get(name, 1, columns));
        _loaded.Add(vector);
        return vector;
    }

    private StoredTensor Get(string name, int rows, int columns)
    {
        var stored = _source.Get(name, rows, columns);
        return (stored.Rows, stored.Columns) == (rows, columns)
            ? stored
            : throw new ModelFileException($"The tensor '{name}' has shape [{stored.Rows}, {stored.Columns}], expected [{rows}, {columns}].");
    }
}
