using System.Buffers.Binary;
using System.Text;
using Cocoon.Fuzz.Tests.Inputs;
using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Safetensors;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Weights in a safetensors file.</summary>
internal sealed class WeightsTarget : FuzzTarget
{
    private const string Header =
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},"c":{"dtype":"F16","shape":[1],"data_offsets":[32,34]}}""";

    private readonly byte[][] _headers = [Encoding.UTF8.GetBytes(Header)];

    public override IReadOnlyList<byte[]> Seeds => field ??= [With(_headers[0])];

    public override int Cost => 4;

    public override void Read(byte[] input)
    {
        var path = Path.Combine(Folder, "model.safetensors");
        File.WriteAllBytes(path, input);
        using var file = new SafetensorsFile(path);
        file.Get("a", 2, 3).Bytes.Should().Be(24);
        if (file.Tensors.ContainsKey("b")) file.Get("b", 1, 4).Bytes.Should().Be(8);
        if (file.Tensors.ContainsKey("c")) file.Get("c", 1, 1).Bytes.Should().Be(2);
    }

    public override bool IsRefusal(Exception exception) => exception is ModelFileException;

    /// <summary>Half of them are whole files around a damaged header.</summary>
    public override byte[] Next(InputSource source) => source.Random.Next(2) == 0 ? base.Next(source) : With(source.NextJson(_headers));

    private static byte[] With(byte[] header)
    {
        var file = new byte[8 + header.Length + 34];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        return file;
    }
}
