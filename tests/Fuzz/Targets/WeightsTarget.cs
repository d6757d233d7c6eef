using System.Buffers.Binary;
using System.Text;
using Cocoon.Fuzz.Tests.Inputs;
using Cocoon.Inference.Models;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Weights in a safetensors file.</summary>
internal sealed class WeightsTarget : FuzzTarget
{
    private const string Header =
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},"c":{"dtype":"F16","shape":[],"data_offsets":[32,34]}}""";

    private readonly byte[][] _headers = [Encoding.UTF8.GetBytes(Header)];

    public override IReadOnlyList<byte[]> Seeds => field ??= [With(_headers[0])];

    public override int Cost => 4;

    public override void Read(byte[] input)
    {
        var path = Path.Combine(Folder, "model.safetensors");
        File.WriteAllBytes(path, input);
        using var file = new SafetensorsFile(path);
        _ = file.DataType;
        file.Read("a", 2, 3).Should().HaveCount(6);
        if (file.Contains("b")) file.Read("b", 4).Should().HaveCount(4);
        if (file.Contains("c")) file.Read("c").Should().HaveCount(1);
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
