using Cocoon.Attestation.Tdx.Pck;
using Cocoon.Attestation.Tests.Tdx.Authority;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>What a PCK certificate says of its platform.</summary>
internal sealed class SgxExtensionTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } = [new SgxExtensionBuilder().Build()];

    public override void Read(byte[] input)
    {
        if (!SgxExtension.TryParse(input, out var extension)) return;
        (extension.Ppid.Length, extension.Fmspc.Length, extension.PceId.Length, extension.ComponentSvns.Length).Should().Be((16, 6, 2, 16));
    }

    public override bool IsRefusal(Exception exception) => false;
}
