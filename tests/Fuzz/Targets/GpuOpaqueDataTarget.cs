using Cocoon.Attestation.Nvidia.Spdm;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>NVIDIA's fields at the end of a report, read by themselves so that most inputs come past the lengths around them.</summary>
internal sealed class GpuOpaqueDataTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        [6, 0, 8, 0, 0, 0x74, 0, 0x96, 0x20, 0, 0, 0, 3, 0, 11, 0, .. "550.144.03\0"u8, 36, 0, 2, 0, 1, 0],
        [6, 0, 14, 0, .. "96.10.55.00.01"u8, 21, 0, 1, 0, 0xAA],
    ];

    public override void Read(byte[] input)
    {
        if (OpaqueData.TryParse(input) is not { } data) return;
        data.Driver.All(letter => letter is >= ' ' and <= '~').Should().BeTrue();
        data.Vbios.All(letter => letter is >= ' ' and <= '~').Should().BeTrue();
    }

    public override bool IsRefusal(Exception exception) => false;
}
