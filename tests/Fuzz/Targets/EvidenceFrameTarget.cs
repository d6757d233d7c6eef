using Cocoon.RaTls.Handshakes;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>The first frame of an attested connection. Never throws, and reads back what it wrote.</summary>
internal sealed class EvidenceFrameTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } = [new EvidenceFrame(new byte[64], null).Encode(), [1, 0, 0]];

    public override void Read(byte[] input)
    {
        if (EvidenceFrame.TryDecode(input) is { } frame) frame.Encode().Should().Equal(input);
    }

    public override bool IsRefusal(Exception exception) => false;
}
