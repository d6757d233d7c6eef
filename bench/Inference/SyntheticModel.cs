using System.Text;
using Cocoon.Inference.Models;

namespace Cocoon.Bench.Inference;

/// <summary>
/// A Llama of a given shape with random weights, as a GGUF file (version 3; ggml, docs/gguf.md) that our engine and
/// llama.cpp both read: what a token costs depends on the shape alone.
/// </summary>
/// <param name="name">What the table calls it.</param>
/// <param name="config">Its numbers; embeddings are tied.</param>
/// <param name="isQuantized">Q8_0 or 32-bit floats.</param>
internal sealed class SyntheticModel(string name, ModelConfig config, bool isQuantized)
{
    private const int Alignment = 32;
    private const int FloatType = 0;
    private const int Q80Type = 8;
    private const int Q80Block = 34;

    /// <summary>A pattern that tensors repeat; a multiple of both blocks' lengths.</summary>
    private const int PatternBytes = Q80Block * 32 * 1024;

    public string Name => name;

    public ModelConfig Config => config;

    public int HeadSize => config.HeadSize;

    /// <summary>Bytes of weights that each token reads.</summary>
    public long Bytes => Tensors().Sum(tensor => Padded(tensor.Bytes));

    /// <summary>100.1 M parameters in 32-bit floats.</summary>
    public static SyntheticModel Floats { get; } = new("fp32 100 M", Llama(768, 12, 12, 4, 2048), isQuantized: false);

    /// <summary>1.03 B parameters in Q8_0, TinyLlama's shape.</summary>
    public static SyntheticModel Bytes8 { get; } = new("Q8_0 1.03 B", Llama(2048, 22, 32, 4, 5632), isQuantized: true);

    public void Write(string path)
    {
        using var file = File.Create(path, 1 << 20);
        using var writer = new BinaryWriter(file);
        var tensors = Tensors().ToList();
        var values = Values();
        writer.Write("GGUF"u8);
        writer.Write(3);
        writer.Write((long)tensors.Count);
        writer.Write((long)values.Count);
        foreach (var value in values) value(writer);
        long offset = 0;
        foreach (var tensor in tensors)
        {
            Text(writer, tensor.Name);
            writer.Write(tensor.Rows == 1 ? 1 : 2);
            writer.Write((long)tensor.Columns);
            if (tensor.Rows > 1) writer.Write((long)tensor.Rows);
            writer.Write(tensor.IsBlocks ? Q80Type : FloatType);
            writer.Write(offset);
            offset += Padded(tensor.Bytes);
        }
        while (file.Position % Alignment != 0) writer.Write((byte)0);
        var (floats, blocks) = (Floats32(new Random(1)), Blocks(new Random(2)));
        foreach (var tensor in tensors)
        {
            var pattern = tensor.IsBlocks ? blocks : floats;
            for (var left = tensor.Bytes; left > 0; left -= PatternBytes) writer.Write(pattern, 0, (int)Math.Min(left, PatternBytes));
            for (var i = tensor.Bytes; i < Padded(tensor.Bytes); i++) writer.Write((byte)0);
        }
    }

    private static ModelConfig Llama(int hidden, int layers, int heads, int keyValueHeads, int feedForward) => new(
        ModelArchitecture.Llama, 32_000, hidden, feedForward, layers, heads, keyValueHeads, 64, 2048, 1e-5f, new RopeConfig(10_000) { Interleaved = true, OriginalContext = 2048 },
        TiedEmbeddings: true, [2]);

    private IEnumerable<SyntheticTensor> Tensors()
    {
        yield return Matrix("token_embd", config.VocabularySize, config.Hidden);
        yield return Norm("output_norm");
        for (var layer = 0; layer < config.Layers; layer++)
        {
            yield return Norm($"blk.{layer}.attn_norm");
            yield return Matrix($"blk.{layer}.attn_q", config.QuerySize, config.Hidden);
            yield return Matrix($"blk.{layer}.attn_k", config.KeyValueSize, config.Hidden);
            yield return Matrix($"blk.{layer}.attn_v", config.KeyValueSize, config.Hidden);
            yield return Matrix($"blk.{layer}.attn_output", config.Hidden, config.QuerySize);
            yield return Norm($"blk.{layer}.ffn_norm");
            yield return Matrix($"blk.{layer}.ffn_gate", config.FeedForward, config.Hidden);
            yield return Matrix($"blk.{layer}.ffn_up", config.FeedForward, config.Hidden);
            yield return Matrix($"blk.{layer}.ffn_down", config.Hidden, config.FeedForward);
        }
    }

    private SyntheticTensor Matrix(string part, int rows, int columns) => new($"{part}.weight", rows, columns, isQuantized);

    private SyntheticTensor Norm(string part) => new($"{part}.weight", 1, config.Hidden, false);

    private List<Action<BinaryWriter>> Values() =>
    [
        w => Value(w, "general.architecture", "llama"),
        w => Value(w, "llama.context_length", config.ContextLength),
        w => Value(w, "llama.embedding_length", config.Hidden),
        w => Value(w, "llama.block_count", config.Layers),
        w => Value(w, "llama.feed_forward_length", config.FeedForward),
        w => Value(w, "llama.attention.head_count", config.Heads),
        w => Value(w, "llama.attention.head_count_kv", config.KeyValueHeads),
        w => Key(w, "llama.attention.layer_norm_rms_epsilon", 6).Write(config.NormEpsilon),
        w => Value(w, "llama.vocab_size", config.VocabularySize),
        w => Value(w, "tokenizer.ggml.model", "gpt2"),
        w => Value(w, "tokenizer.ggml.pre", "gpt-2"),
        w => Value(w, "tokenizer.ggml.tokens", [.. Enumerable.Range(0, config.VocabularySize).Select(id => id < 26 ? $"{(char)('a' + id)}" : id == 26 ? "ab" : $"t{id}")]),
        w => Value(w, "tokenizer.ggml.merges", ["a b"]),
        w => Value(w, "tokenizer.ggml.bos_token_id", 1),
        w => Value(w, "tokenizer.ggml.eos_token_id", 2),
    ];

    private static byte[] Floats32(Random random)
    {
        var bytes = new byte[PatternBytes];
        for (var i = 0; i < bytes.Length; i += sizeof(float)) BitConverter.TryWriteBytes(bytes.AsSpan(i), (random.NextSingle() - 0.5f) * 0.1f);
        return bytes;
    }

    private static byte[] Blocks(Random random)
    {
        var bytes = new byte[PatternBytes];
        random.NextBytes(bytes);
        for (var i = 0; i < bytes.Length; i += Q80Block) BitConverter.TryWriteBytes(bytes.AsSpan(i), (Half)(0.0002f + random.NextSingle() * 0.0002f));
        return bytes;
    }

    private static long Padded(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private static BinaryWriter Key(BinaryWriter writer, string key, int type)
    {
        Text(writer, key);
        writer.Write(type);
        return writer;
    }

    private static void Value(BinaryWriter writer, string key, int value) => Key(writer, key, 4).Write(value);

    private static void Value(BinaryWriter writer, string key, string value) => Text(Key(writer, key, 8), value);

    private static void Value(BinaryWriter writer, string key, IReadOnlyList<string> values)
    {
        Key(writer, key, 9).Write(8);
        writer.Write((long)values.Count);
        foreach (var value in values) Text(writer, value);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((long)bytes.Length);
        writer.Write(bytes);
    }
}
