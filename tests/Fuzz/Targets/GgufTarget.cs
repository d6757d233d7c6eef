using System.Text;
using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Gguf;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Weights, numbers and vocabulary in a GGUF file.</summary>
internal sealed class GgufTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds => field ??= [Seed()];

    public override int Cost => 4;

    public override void Read(byte[] input)
    {
        var path = Path.Combine(Folder, "model.gguf");
        File.WriteAllBytes(path, input);
        using var file = new GgufFile(path);
        var config = GgufConfig.Read(file, GgufVocabularyReader.Read(file.Metadata, path));
        file.Get("model.embed_tokens.weight", config.VocabularySize, config.Hidden).Bytes.Should().BeLessThan(input.Length);
    }

    public override bool IsRefusal(Exception exception) => exception is ModelFileException;

    private static byte[] Seed()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("GGUF"u8);
        writer.Write(3);
        writer.Write(2L);
        writer.Write(14L);
        Text(writer, "general.architecture", "llama");
        foreach (var (key, value) in new[] { ("context_length", 16), ("embedding_length", 4), ("block_count", 1), ("feed_forward_length", 8), ("attention.head_count", 2), ("attention.head_count_kv", 1), ("rope.dimension_count", 2) })
        {
            Key(writer, "llama." + key, 4);
            writer.Write(value);
        }
        Key(writer, "llama.attention.layer_norm_rms_epsilon", 6);
        writer.Write(1e-5f);
        Text(writer, "tokenizer.ggml.model", "gpt2");
        Key(writer, "tokenizer.ggml.tokens", 9);
        writer.Write(8);
        writer.Write(2L);
        foreach (var token in new[] { "a", "<e>" }) Text(writer, token);
        Key(writer, "tokenizer.ggml.eos_token_id", 4);
        writer.Write(1);
        Key(writer, "tokenizer.ggml.add_bos_token", 7);
        writer.Write(false);
        Text(writer, "tokenizer.chat_template", "{{ messages }}");
        Tensor(writer, "token_embd.weight", 0, 4, 2);
        Tensor(writer, "output_norm.weight", 32, 4);
        while (stream.Length % 32 != 0) writer.Write((byte)0);
        writer.Write(new byte[48]);
        return stream.ToArray();
    }

    private static void Tensor(BinaryWriter writer, string name, long place, params ReadOnlySpan<long> sizes)
    {
        Text(writer, name);
        writer.Write(sizes.Length);
        foreach (var size in sizes) writer.Write(size);
        writer.Write(0);
        writer.Write(place);
    }

    private static void Text(BinaryWriter writer, string key, string value)
    {
        Key(writer, key, 8);
        Text(writer, value);
    }

    private static void Key(BinaryWriter writer, string key, int type)
    {
        Text(writer, key);
        writer.Write(type);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        writer.Write((long)text.Length);
        writer.Write(Encoding.UTF8.GetBytes(text));
    }
}
