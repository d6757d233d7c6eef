using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Safetensors;

namespace Cocoon.Inference.Tests.Models;

/// <summary>Safetensors in one file and in several, and what is refused of them.</summary>
public sealed class WeightFileTests : IDisposable
{
    private const string Index = "model.safetensors.index.json";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-weights-");

    private string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Weights_in_two_files_are_one_model()
    {
        Shard("one.safetensors", "a", 1, 2);
        Shard("two.safetensors", "b", 3, 4);
        WriteIndex(("a", "one.safetensors"), ("b", "two.safetensors"));

        using var weights = new SafetensorsWeights(Folder);

        TinyJaneValues(weights, "a").Should().Equal(1, 2);
        TinyJaneValues(weights, "b").Should().Equal(3, 4);
        (weights.Quantization, weights.Contains("c")).Should().Be(("f32", false));
        FluentActions.Invoking(() => weights.Get("c", 1, 2)).Should().Throw<ModelFileException>().WithMessage($"*{Index}*'c' is missing*");
    }

    [Theory]
    [InlineData("../one.safetensors")]
    [InlineData("/etc/hostname")]
    [InlineData("..")]
    [InlineData("a\nb")]
    [InlineData("sub/one.safetensors")]
    [InlineData("link.safetensors")]
    [InlineData("loop.safetensors")]
    public void An_index_names_files_of_its_folder_only(string name)
    {
        var outside = Directory.CreateTempSubdirectory("cocoon-outside-");
        try
        {
            File.WriteAllBytes(Path.Combine(outside.FullName, "other"), Bytes("a", 1, 2));
            File.CreateSymbolicLink(Path.Combine(Folder, "link.safetensors"), Path.Combine(outside.FullName, "other"));
            File.CreateSymbolicLink(Path.Combine(Folder, "loop.safetensors"), Path.Combine(Folder, "loop.safetensors"));
            WriteIndex(("a", name));

            FluentActions.Invoking(() => new SafetensorsWeights(Folder)).Should().Throw<ModelFileException>().Which.Message.Should().Contain(Folder);
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_snapshot_of_hugging_faces_cache_links_to_its_blobs()
    {
        var snapshot = _folder.CreateSubdirectory("models--a--b/snapshots/abc").FullName;
        var blobs = _folder.CreateSubdirectory("models--a--b/blobs").FullName;
        File.WriteAllBytes(Path.Combine(blobs, "123"), Bytes("a", 1, 2));
        File.CreateSymbolicLink(Path.Combine(snapshot, "model.safetensors"), "../../blobs/123");

        using var weights = new SafetensorsWeights(snapshot);

        TinyJaneValues(weights, "a").Should().Equal(1, 2);
    }

    [Fact]
    public void A_tensor_is_in_the_file_that_the_index_says_and_in_no_other()
    {
        Shard("one.safetensors", "a", 1, 2);
        WriteIndex(("a", "one.safetensors"), ("b", "one.safetensors"));
        FluentActions.Invoking(() => new SafetensorsWeights(Folder)).Should().Throw<ModelFileException>().WithMessage("*'b'*does not hold it*");

        Shard("two.safetensors", "a", 3, 4);
        WriteIndex(("a", "one.safetensors"), ("b", "two.safetensors"));
        FluentActions.Invoking(() => new SafetensorsWeights(Folder)).Should().Throw<ModelFileException>().WithMessage("*two.safetensors*'a'*");
    }

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(float.PositiveInfinity, 1_000)]
    [InlineData(float.NegativeInfinity, 1_002)]
    public void A_weight_that_is_not_finite_is_named(float value, int place)
    {
        var values = new float[1_003];
        values[place] = value;
        File.WriteAllBytes(Path.Combine(Folder, "model.safetensors"), Bytes("odd", values));
        using var weights = new SafetensorsWeights(Folder);

        FluentActions.Invoking(() => weights.Get("odd", 1, 1_003)).Should().Throw<ModelFileException>().WithMessage("*model.safetensors*'odd'*not finite*");
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "after its last tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "each name once")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "impossible")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", "impossible")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", "not described")]
    public void A_header_that_does_not_fit_the_data_is_refused(string header, string fault)
    {
        File.WriteAllBytes(Path.Combine(Folder, "model.safetensors"), Bytes(header, new byte[8]));

        FluentActions.Invoking(() => new SafetensorsWeights(Folder)).Should().Throw<ModelFileException>().WithMessage($"*model.safetensors*{fault}*");
    }

    private static float[] TinyJaneValues(SafetensorsWeights weights, string name) => Gguf.TinyJaneGguf.Values(weights.Get(name, 1, 2));

    private void Shard(string file, string tensor, params float[] values) => File.WriteAllBytes(Path.Combine(Folder, file), Bytes(tensor, values));

    private void WriteIndex(params (string Tensor, string File)[] places) => File.WriteAllText(
        Path.Combine(Folder, Index), new JsonObject { ["weight_map"] = new JsonObject(places.Select(place => KeyValuePair.Create(place.Tensor, (JsonNode?)place.File))) }.ToJsonString());

    private static byte[] Bytes(string tensor, params float[] values) => Bytes(
        $$$"""{"{{{tensor}}}":{"dtype":"F32","shape":[{{{values.Length}}}],"data_offsets":[0,{{{4 * values.Length}}}]}}""", System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).ToArray());

    private static byte[] Bytes(string header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. System.Text.Encoding.UTF8.GetBytes(header), .. data];
    }
}
