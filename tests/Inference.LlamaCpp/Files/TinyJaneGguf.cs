using System.Buffers.Binary;
using System.Text.Json;

namespace Cocoon.Inference.LlamaCpp.Tests.Files;

/// <summary>tiny-jane as a GGUF file with 32-bit weights, made from the folder once a run.</summary>
internal static class TinyJaneGguf
{
    private const int HeadSize = 64;

    private static readonly Lazy<string> File = new(Write);

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "models", "tiny-jane");

    public static string FilePath => File.Value;

    private static string Write()
    {
        var writer = new GgufWriter();
        AddConfig(writer, ReadJson("config.json"));
        AddTokenizer(writer, ReadJson("tokenizer.json"), ReadJson("tokenizer_config.json"));
        AddTensors(writer);
        var path = Path.Combine(AppContext.BaseDirectory, "tiny-jane-f32.gguf");
        writer.Save(path);
        return path;
    }

    private static JsonElement ReadJson(string name) => JsonSerializer.Deserialize<JsonElement>(System.IO.File.ReadAllBytes(Path.Combine(Folder, name)));

    private static void AddConfig(GgufWriter writer, JsonElement config)
    {
        uint Number(string name) => config.GetProperty(name).GetUInt32();
        writer.Add("general.architecture", "llama");
        writer.Add("general.name", "tiny-jane");
        writer.Add("llama.context_length", Number("max_position_embeddings"));
        writer.Add("llama.embedding_length", Number("hidden_size"));
        writer.Add("llama.block_count", Number("num_hidden_layers"));
        writer.Add("llama.feed_forward_length", Number("intermediate_size"));
        writer.Add("llama.attention.head_count", Number("num_attention_heads"));
        writer.Add("llama.attention.head_count_kv", Number("num_key_value_heads"));
        writer.Add("llama.attention.layer_norm_rms_epsilon", config.GetProperty("rms_norm_eps").GetSingle());
        writer.Add("llama.rope.freq_base", config.GetProperty("rope_theta").GetSingle());
        writer.Add("llama.rope.dimension_count", (uint)HeadSize);
        writer.Add("llama.vocab_size", Number("vocab_size"));
    }

    private static void AddTokenizer(GgufWriter writer, JsonElement tokenizer, JsonElement config)
    {
        var model = tokenizer.GetProperty("model");
        var texts = new SortedDictionary<int, string>(model.GetProperty("vocab").EnumerateObject().ToDictionary(entry => entry.Value.GetInt32(), entry => entry.Name));
        var added = tokenizer.GetProperty("added_tokens").EnumerateArray().ToDictionary(entry => entry.GetProperty("id").GetInt32());
        foreach (var (id, token) in added) texts[id] = token.GetProperty("content").GetString()!;
        texts.Keys.Should().Equal(Enumerable.Range(0, texts.Count));
        writer.Add("tokenizer.ggml.model", "gpt2");
        writer.Add("tokenizer.ggml.pre", "gpt-2");
        writer.Add("tokenizer.ggml.tokens", [.. texts.Values]);
        // 1: text, 3: control, 4: added by the user.
        writer.Add("tokenizer.ggml.token_type", [.. texts.Keys.Select(id => !added.TryGetValue(id, out var token) ? 1 : token.GetProperty("special").GetBoolean() ? 3 : 4)]);
        writer.Add("tokenizer.ggml.merges", [.. model.GetProperty("merges").EnumerateArray().Select(Merge)]);
        writer.Add("tokenizer.ggml.bos_token_id", 0u);
        writer.Add("tokenizer.ggml.eos_token_id", 2u);
        writer.Add("tokenizer.chat_template", config.GetProperty("chat_template").GetString()!);
    }

    private static string Merge(JsonElement merge) =>
        merge.ValueKind == JsonValueKind.String ? merge.GetString()! : $"{merge[0].GetString()} {merge[1].GetString()}";

    private static void AddTensors(GgufWriter writer)
    {
        var bytes = System.IO.File.ReadAllBytes(Path.Combine(Folder, "model.safetensors"));
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var data = bytes.AsMemory(8 + length);
        foreach (var entry in JsonSerializer.Deserialize<JsonElement>(bytes.AsSpan(8, length)).EnumerateObject().Where(entry => entry.Name != "__metadata__"))
        {
            var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt32()).ToArray();
            var offsets = entry.Value.GetProperty("data_offsets");
            var values = FromBrainFloats(data.Span[offsets[0].GetInt32()..offsets[1].GetInt32()]);
            if (entry.Name.EndsWith("q_proj.weight", StringComparison.Ordinal) || entry.Name.EndsWith("k_proj.weight", StringComparison.Ordinal)) values = Interleave(values, shape);
            writer.AddTensor(NameOf(entry.Name), shape, values);
        }
    }

    private static float[] FromBrainFloats(ReadOnlySpan<byte> bytes)
    {
        var values = new float[bytes.Length / 2];
        for (var i = 0; i < values.Length; i++) values[i] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
        return values;
    }

    /// <summary>GGUF's "llama" rotates neighbours, Hugging Face's files the halves of a head: the rows change places.</summary>
    private static float[] Interleave(float[] values, int[] shape)
    {
        var result = new float[values.Length];
        for (var row = 0; row < shape[0]; row++)
        {
            var (head, place) = (row / HeadSize, row % HeadSize);
            var target = head * HeadSize + (place < HeadSize / 2 ? 2 * place : 2 * (place - HeadSize / 2) + 1);
            values.AsSpan(row * shape[1], shape[1]).CopyTo(result.AsSpan(target * shape[1]));
        }
        return result;
    }

    private static string NameOf(string name) => name
        .Replace("model.embed_tokens", "token_embd", StringComparison.Ordinal).Replace("model.norm", "output_norm", StringComparison.Ordinal)
        .Replace("model.layers.", "blk.", StringComparison.Ordinal)
        .Replace("self_attn.q_proj", "attn_q", StringComparison.Ordinal).Replace("self_attn.k_proj", "attn_k", StringComparison.Ordinal)
        .Replace("self_attn.v_proj", "attn_v", StringComparison.Ordinal).Replace("self_attn.o_proj", "attn_output", StringComparison.Ordinal)
        .Replace("mlp.gate_proj", "ffn_gate", StringComparison.Ordinal).Replace("mlp.up_proj", "ffn_up", StringComparison.Ordinal)
        .Replace("mlp.down_proj", "ffn_down", StringComparison.Ordinal)
        .Replace("post_attention_layernorm", "ffn_norm", StringComparison.Ordinal).Replace("input_layernorm", "attn_norm", StringComparison.Ordinal);
}
