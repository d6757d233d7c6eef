using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Nvidia.Spdm;
using Cocoon.Attestation.Tests.Nvidia.Authority;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A GPU's measurement report with its opaque data. A verifier never throws, and only the report that was signed is valid.</summary>
internal sealed class GpuReportTarget : FuzzTarget
{
    private readonly GpuWorld _world = new();
    private readonly GpuVerifier _verifier;

    public GpuReportTarget()
    {
        _verifier = _world.Verifier();
        Seeds = [_world.Evidence().Raw.ToArray()];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>A signature is checked.</summary>
    public override int Cost => 5;

    public override void Read(byte[] input)
    {
        _world.Verify(_world.Evidence() with { Raw = input }, by: _verifier).IsValid.Should().Be(input.AsSpan().SequenceEqual(Seeds[0]));
        if (SpdmReport.TryParse(input, out var report, out var failure)) Use(report);
        else failure.Should().Be(AttestationFailure.SpdmMalformed);
    }

    public override bool IsRefusal(Exception exception) => false;

    private static void Use(SpdmReport report)
    {
        report.Nonce.Length.Should().Be(SpdmReport.NonceBytes);
        report.Blocks.Select(block => block.RimIndex).Should().OnlyHaveUniqueItems();
        foreach (var field in Enum.GetValues<OpaqueField>()) report.Opaque.Text(field).Length.Should().BeLessThanOrEqualTo(report.Opaque.Find(field).Length);
        report.Opaque.Vbios.Should().NotBeNull();
    }
}
