using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Gguf;

namespace Cocoon.Inference.Tests.Models.Gguf;

/// <summary>A hostile GGUF file is refused by a sentence that names it and what is wrong, without much memory.</summary>
public sealed class BadGgufTests : IDisposable
{
    private static readonly Dictionary<string, (Action<GgufBuilder> Damage, string Fault)> Damages = new(StringComparer.Ordinal)
    {
        ["magic"] = (file => file.Magic = 1, "not a GGUF file"),
        ["version 1"] = (file => file.Version = 1, "version is 1"),
        ["big-endian"] = (file => file.Version = 0x0300_0000, "little-endian"),
        ["tensor count"] = (file => file.TensorCount = ulong.MaxValue, "tensors"),
        ["more tensors than bytes"] = (file => file.TensorCount = 99_999, "do not fit"),
        ["no tensors"] = (file => file.TensorCount = 0, "no tensors"),
        ["metadata count"] = (file => file.MetadataCount = 1UL << 63, "metadata keys"),
        ["key twice"] = (file => file.AddRaw("general.architecture", 4, 0, 0, 0, 1, 0, 0, 0), "twice"),
        ["key not UTF-8"] = (file => file.AddRaw("a", 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xff), "not UTF-8"),
        ["text of gigabytes"] = (file => file.AddRaw("a", [8, 0, 0, 0, .. BitConverter.GetBytes(8_000_000_000L)]), "8000000000 bytes"),
        ["list of gigabytes"] = (file => file.AddRaw("a", [9, 0, 0, 0, 5, 0, 0, 0, .. BitConverter.GetBytes(9_999_999L)]), "do not fit"),
        ["list of lists"] = (file => file.AddRaw("a", [9, 0, 0, 0, 9, 0, 0, 0, .. BitConverter.GetBytes(1L)]), "list of lists"),
        ["unknown metadata"] = (file => file.AddRaw("a", 99, 0, 0, 0), "unknown type 99"),
        ["neither true nor false"] = (file => file.AddRaw("a", 7, 0, 0, 0, 2), "neither true nor false"),
        ["alignment 0"] = (file => file.Add("general.alignment", 0), "alignment is 0"),
        ["alignment 3"] = (file => file.Add("general.alignment", 3), "alignment is 3"),
        ["alignment as text"] = (file => file.Add("general.alignment", "32"), "not a whole number"),
        ["tensor twice"] = (file => file.AddTensor("a", 0, new byte[8], 2), "twice"),
        ["two names for one"] = (file => file.AddTensor("token_embd.weight", 0, new byte[8], 2).AddTensor("model.embed_tokens.weight", 0, new byte[8], 2), "twice"),
        ["no dimensions"] = (file => file.Tensors[0].Dimensions = [], "0 dimensions"),
        ["many dimensions"] = (file => file.Tensors[0].Dimensions = [1, 1, 1, 1, 2], "5 dimensions"),
        ["a cube"] = (file => file.Tensors[0].Dimensions = [1, 1, 2], "not a matrix"),
        ["size 0"] = (file => file.Tensors[0].Dimensions = [0], "impossible"),
        ["size that overflows"] = (file => file.Tensors[0].Dimensions = [1UL << 62, 4], "impossible"),
        ["shape beyond the file"] = (file => file.Tensors[0].Dimensions = [int.MaxValue, 2], "cut off"),
        ["shape beyond all files"] = (file => file.Tensors[0].Dimensions = [int.MaxValue, int.MaxValue], "impossible"),
        ["half a block"] = (file => file.Tensors[0].Type = 8, "whole blocks"),
        ["unknown weights"] = (file => file.Tensors[0].Type = 2, "GGML type 2"),
        ["place beyond the file"] = (file => file.Tensors[0].Offset = 1 << 20, "cut off"),
        ["place that overflows"] = (file => file.Tensors[0].Offset = ulong.MaxValue - 31, "impossible place"),
        ["place between"] = (file => file.Tensors[0].Offset = 1, "impossible place"),
        ["overlap"] = (file => file.AddTensor("b", 0, new byte[8], 2).Tensors[1].Offset = 0, "overlaps"),
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-gguf-");

    public static TheoryData<string> Names => [.. Damages.Keys];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory, MemberData(nameof(Names))]
    public void It_is_refused(string damage)
    {
        var file = GgufTests.Small();
        Damages[damage].Damage(file);

        Refused(file.Build(), Damages[damage].Fault);
    }

    [Fact]
    public void Cut_off_anywhere_it_is_refused()
    {
        var bytes = GgufTests.Small().Add("list", new[] { "a", "b" }).Build();

        for (var length = 1; length < bytes.Length; length++) Refused(bytes[..length], "cannot be used");
    }

    [Theory]
    [InlineData("general.architecture", "mamba", "mamba")]
    [InlineData("llama.block_count", 0, "number of layers")]
    [InlineData("llama.block_count", "four", "not a whole number")]
    [InlineData("llama.attention.head_count", 3, "key-value heads do not divide")]
    [InlineData("llama.attention.head_count", 0, "number of heads")]
    [InlineData("llama.rope.dimension_count", 32, "rotate whole heads")]
    [InlineData("llama.expert_count", 8, "experts")]
    [InlineData("split.count", 3, "several parts")]
    [InlineData("llama.attention.layer_norm_rms_epsilon", float.NaN, "epsilon")]
    [InlineData("tokenizer.ggml.model", "t5", "t5")]
    [InlineData("tokenizer.ggml.eos_token_id", 2_048, "eos token")]
    public void Metadata_that_is_not_a_models_is_refused(string key, object value, string fault)
    {
        var file = TinyJaneGguf.Head().AddTensor("token_embd.weight", 0, new byte[2_048 * 4], 1, 2_048).Add(key, value);
        File.WriteAllBytes(Path.Combine(_folder.FullName, "x.gguf"), file.Build());

        FluentActions.Invoking(() => new GgufLayout(_folder.FullName, "x.gguf").ReadConfig()).Should().Throw<ModelFileException>().WithMessage($"*x.gguf*{fault}*");
    }

    private void Refused(byte[] bytes, string fault)
    {
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.gguf");
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = FluentActions.Invoking(() => new GgufFile(path)).Should().Throw<ModelFileException>().Which;

        error.Message.Should().Contain(path).And.Contain(fault);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(2_000_000);
    }
}
