using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Gguf;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Models.Gguf;

/// <summary>A GGUF file is the same model as the safetensors it was made of.</summary>
public sealed class GgufTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-gguf-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Its_numbers_are_those_of_config_json_but_for_the_turn_of_neighbours()
    {
        var model = TinyJane.Folder.Config;

        Write(TinyJaneGguf.Head().AddTensor("token_embd.weight", 0, new byte[2_048 * 4], 1, 2_048));
        var config = new GgufLayout(_folder.FullName, "x.gguf").ReadConfig();

        config.Should().BeEquivalentTo(model with { Rope = model.Rope with { Interleaved = true } });
    }

    [Fact]
    public void Its_weights_are_those_of_the_safetensors_with_query_and_key_turned()
    {
        using var file = new GgufFile(TinyJaneGguf.Write(_folder.FullName, WeightType.F32));
        using var weights = new GgufWeights(file);
        using var model = TinyJane.Folder.MapWeights();

        weights.Quantization.Should().Be("f32");
        foreach (var (name, rows, columns) in TinyJane.Folder.Config.Weights().Where(weight => !weight.Name.Contains("q_proj") && !weight.Name.Contains("k_proj")))
            TinyJaneGguf.Values(weights.Get(name, rows, columns)).AsSpan().SequenceEqual(TinyJaneGguf.Values(model.Get(name, rows, columns))).Should().BeTrue(name);
        var (query, original) = (TinyJaneGguf.Values(weights.Get("model.layers.1.self_attn.q_proj.weight", 256, 256)), TinyJaneGguf.Values(model.Get("model.layers.1.self_attn.q_proj.weight", 256, 256)));
        // Row 2 i is row i of the first head's first half, row 2 i + 1 row i of its second half.
        query[(6 * 256)..(7 * 256)].Should().Equal(original[(3 * 256)..(4 * 256)]);
        query[(7 * 256)..(8 * 256)].Should().Equal(original[(35 * 256)..(36 * 256)]);
    }

    [Fact]
    public void Its_vocabulary_is_that_of_tokenizer_json()
    {
        var path = Write(TinyJaneGguf.Head().AddTensor("a", 0, new byte[8], 2));

        var vocabulary = new GgufLayout(_folder.FullName, Path.GetFileName(path)).ReadVocabulary();

        (vocabulary.Model, vocabulary.Pre, vocabulary.Tokens.Count, vocabulary.Merges.Count).Should().Be(("gpt2", "gpt-2", 2048, 1784));
        (vocabulary.BeginToken, vocabulary.EndToken, vocabulary.AddBegin, vocabulary.AddEnd).Should().Be((0, 2, false, null));
        vocabulary.EndTokens.Should().Equal(0, 2);
        vocabulary.Types[2].Should().Be(GgufTokenType.Control);
        vocabulary.ChatTemplate.Should().Contain("<|im_start|>");
    }

    [Theory]
    [InlineData(0u, WeightType.F32, 1, 4)]
    [InlineData(1u, WeightType.F16, 1, 2)]
    [InlineData(30u, WeightType.BF16, 1, 2)]
    [InlineData(8u, WeightType.Q80, 32, 34)]
    [InlineData(12u, WeightType.Q4K, 256, 144)]
    [InlineData(14u, WeightType.Q6K, 256, 210)]
    public void Every_type_is_read_at_its_place_and_refused_with_a_number_that_is_not_finite(uint number, WeightType type, int block, int blockBytes)
    {
        var data = new byte[2 * blockBytes];
        var file = Small().AddTensor("t", number, data, (ulong)block, 2);
        using (var weights = new GgufFile(Write(file)))
        {
            var tensor = weights.Get("t", 2, block);
            (tensor.Type, tensor.Rows, tensor.Columns, tensor.Bytes).Should().Be((type, 2, block, 2L * blockBytes));
        }

        // The last entry, or the last block's scale.
        var place = type switch { WeightType.Q80 or WeightType.Q4K => blockBytes, WeightType.Q6K => (2 * blockBytes) - 2, WeightType.F32 => (2 * blockBytes) - 4, _ => (2 * blockBytes) - 2 };
        (type is WeightType.F32 ? BitConverter.GetBytes(float.NaN) : type is WeightType.BF16 ? BitConverter.GetBytes((ushort)0xff80) : BitConverter.GetBytes(Half.PositiveInfinity)).CopyTo(data, place);
        using var damaged = new GgufFile(Write(file));
        FluentActions.Invoking(() => damaged.Get("t", 2, block)).Should().Throw<ModelFileException>().WithMessage("*'t'*not finite*");
    }

    [Fact]
    public void Llama_3s_frequencies_and_yarn_come_from_the_file()
    {
        var divisors = Enumerable.Range(1, 32).Select(i => (float)i).ToArray();
        var file = TinyJaneGguf.Head().AddTensor("token_embd.weight", 0, new byte[2_048 * 4], 1, 2_048)
            .AddTensor("rope_freqs.weight", 0, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(divisors).ToArray(), 32)
            .Add("llama.rope.scaling.type", "yarn").Add("llama.rope.scaling.factor", 4f).Add("llama.rope.scaling.original_context_length", 512);
        Write(file);

        var config = new GgufLayout(_folder.FullName, "x.gguf").ReadConfig();

        config.Rope.FrequencyDivisors.Should().Equal(divisors);
        (config.Rope.Scaling, config.Rope.Factor, config.Rope.OriginalContext, config.ContextLength).Should().Be((RopeScalingKind.Yarn, 4f, 512, 2_048));
    }

    /// <summary>A file with one tensor of 8 bytes and one of metadata.</summary>
    internal static GgufBuilder Small() => new GgufBuilder().Add("general.architecture", "llama").AddTensor("a", 0, new byte[8], 2);

    private string Write(GgufBuilder file)
    {
        var path = Path.Combine(_folder.FullName, "x.gguf");
        File.WriteAllBytes(path, file.Build());
        return path;
    }
}
