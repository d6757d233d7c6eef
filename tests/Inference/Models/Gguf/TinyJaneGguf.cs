using System.Runtime.InteropServices;
using System.Text.Json;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Models.Gguf;

/// <summary>tiny-jane as a GGUF file, as llama.cpp's converter makes it: query and key permuted so that neighbours are rotated.</summary>
internal static class TinyJaneGguf
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["input_layernorm"] = "attn_norm", ["self_attn.q_proj"] = "attn_q", ["self_attn.k_proj"] = "attn_k", ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output", ["post_attention_layernorm"] = "ffn_norm", ["mlp.gate_proj"] = "ffn_gate", ["mlp.up_proj"] = "ffn_up", ["mlp.down_proj"] = "ffn_down",
    };

    /// <summary>All but the weights.</summary>
    public static GgufBuilder Head()
    {
        var config = TinyJane.Folder.Config;
        var file = new GgufBuilder()
            .Add("general.architecture", "llama").Add("general.name", "tiny-jane").Add("cocoon.toy", true)
            .Add("llama.context_length", config.ContextLength).Add("llama.embedding_length", config.Hidden).Add("llama.block_count", config.Layers)
            .Add("llama.feed_forward_length", config.FeedForward).Add("llama.attention.head_count", config.Heads).Add("llama.attention.head_count_kv", config.KeyValueHeads)
            .Add("llama.rope.dimension_count", config.HeadSize).Add("llama.rope.freq_base", config.Rope.Theta)
            .Add("llama.attention.layer_norm_rms_epsilon", config.NormEpsilon).Add("llama.vocab_size", config.VocabularySize);
        AddTokenizer(file);
        return file;
    }

    /// <param name="type">F32 or Q80 for the matrices; vectors are F32.</param>
    public static GgufBuilder Create(WeightType type)
    {
        var config = TinyJane.Folder.Config;
        var file = Head();
        using var weights = TinyJane.Folder.MapWeights();
        foreach (var (name, rows, columns) in config.Weights())
        {
            var values = Values(weights.Get(name, rows, columns));
            if (name.EndsWith("q_proj.weight", StringComparison.Ordinal)) values = Permute(values, config.Heads, columns);
            if (name.EndsWith("k_proj.weight", StringComparison.Ordinal)) values = Permute(values, config.KeyValueHeads, columns);
            if (rows == 1) file.AddTensor(NameOf(name), 0, MemoryMarshal.AsBytes<float>(values).ToArray(), (ulong)columns);
            else if (type == WeightType.F32) file.AddTensor(NameOf(name), 0, MemoryMarshal.AsBytes<float>(values).ToArray(), (ulong)columns, (ulong)rows);
            else file.AddTensor(NameOf(name), 8, Quantize(values), (ulong)columns, (ulong)rows);
        }
        return file;
    }

    /// <summary>Writes the file into the folder.</summary>
    public static string Write(string folder, WeightType type, string name = "tiny-jane.gguf")
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, Create(type).Build());
        return path;
    }

    /// <summary>Entries of a weight as numbers; F32 and BF16.</summary>
    public static unsafe float[] Values(StoredTensor tensor)
    {
        var values = new float[tensor.Rows * tensor.Columns];
        for (var i = 0; i < values.Length; i++)
            values[i] = tensor.Type == WeightType.F32 ? ((float*)tensor.Data)[i] : BitConverter.UInt32BitsToSingle((uint)((ushort*)tensor.Data)[i] << 16);
        return values;
    }

    /// <summary>The two halves of each head's rows, one row of each by turns.</summary>
    private static float[] Permute(float[] values, int heads, int columns)
    {
        var permuted = new float[values.Length];
        var half = values.Length / columns / heads / 2;
        for (var head = 0; head < heads; head++)
            for (var row = 0; row < 2 * half; row++)
                values.AsSpan(((head * 2 * half) + row) * columns, columns).CopyTo(permuted.AsSpan(((head * 2 * half) + (row % half * 2) + (row / half)) * columns));
        return permuted;
    }

    private static byte[] Quantize(float[] values)
    {
        using var bytes = new MemoryStream();
        foreach (var block in values.Chunk(32))
        {
            var scale = block.Max(MathF.Abs) / 127;
            bytes.Write(BitConverter.GetBytes((Half)scale));
            foreach (var value in block) bytes.WriteByte((byte)(sbyte)(scale == 0 ? 0 : MathF.Round(value / scale, MidpointRounding.AwayFromZero)));
        }
        return bytes.ToArray();
    }

    private static void AddTokenizer(GgufBuilder file)
    {
        using var tokenizer = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TinyJane.Path, "tokenizer.json")));
        var model = tokenizer.RootElement.GetProperty("model");
        var tokens = new string[TinyJane.Folder.Config.VocabularySize];
        foreach (var token in model.GetProperty("vocab").EnumerateObject()) tokens[token.Value.GetInt32()] = token.Name;
        var types = Enumerable.Repeat(1, tokens.Length).ToArray();
        foreach (var token in tokenizer.RootElement.GetProperty("added_tokens").EnumerateArray())
        {
            var id = token.GetProperty("id").GetInt32();
            tokens[id] = token.GetProperty("content").GetString()!;
            types[id] = token.GetProperty("special").GetBoolean() ? 3 : 4;
        }
        var merges = model.GetProperty("merges").EnumerateArray().Select(merge =>
            merge.ValueKind == JsonValueKind.String ? merge.GetString()! : string.Join(' ', merge.EnumerateArray().Select(part => part.GetString()))).ToArray();
        using var settings = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TinyJane.Path, "tokenizer_config.json")));
        file.Add("tokenizer.ggml.model", "gpt2").Add("tokenizer.ggml.pre", "gpt-2").Add("tokenizer.ggml.tokens", tokens).Add("tokenizer.ggml.token_type", types)
            .Add("tokenizer.ggml.merges", merges).Add("tokenizer.ggml.bos_token_id", 0).Add("tokenizer.ggml.eos_token_id", 2).Add("tokenizer.ggml.add_bos_token", false)
            .Add("tokenizer.chat_template", settings.RootElement.GetProperty("chat_template").GetString()!);
    }

    private static string NameOf(string name) => name switch
    {
        "model.embed_tokens.weight" => "token_embd.weight",
        "model.norm.weight" => "output_norm.weight",
        _ => name.Split('.') is [_, _, var layer, ..] ? $"blk.{layer}.{Names[name[$"model.layers.{layer}.".Length..^".weight".Length]]}.weight" : throw new ArgumentException(name),
    };
}
