using System.Text;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Grain ids, as the rows of a store hold them.</summary>
internal sealed class GrainIdTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } = ["job/01KDYAK3SE040G2081040G2081"u8.ToArray(), "paymentchannel/0:02"u8.ToArray(), "batch/0/6"u8.ToArray()];

    public override void Read(byte[] input)
    {
        var id = GrainId.Parse(Encoding.UTF8.GetString(input));
        GrainId.Parse(id.ToString()).Should().Be(id);
    }

    public override bool IsRefusal(Exception exception) => exception is FormatException or ArgumentException;
}
