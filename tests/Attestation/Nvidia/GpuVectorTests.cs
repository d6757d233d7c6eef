using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Policy;

namespace Cocoon.Attestation.Tests.Nvidia;

/// <summary>Real devices, with the verdicts that the vectors' README expects.</summary>
public sealed class GpuVectorTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly PolicyDocument Policy = new() { NetworkId = -239 };
    private readonly GpuVerifier _verifier = new();

    [VectorTheory]
    [InlineData("hopper", "GH100", "580.159.03", "96.00.74.00.20", GpuMode.SingleGpu)]
    [InlineData("hopper2", "GH100", "535.86.09", "96.00.5E.00.01", GpuMode.Unstated)]
    [InlineData("blackwell", "GB100", "575.32", "97.00.88.00.0F", GpuMode.Unstated)]
    [InlineData("hopper_cert_hold.json", "GH100", "570.86.10", "96.00.AF.00.01", GpuMode.Unstated)]
    [InlineData("multi_gpu_hopper.json", "GH100", "590.12", "96.00.A5.00.01", GpuMode.ProtectedPcie)]
    [InlineData("switch_ls10.json", "LS_10", "", "96.10.55.00.01", GpuMode.Unstated)]
    public void Genuine_devices_are_recognised(string name, string architecture, string driver, string vbios, GpuMode mode)
    {
        var appraisal = Verify(GpuVectors.Named(name));

        appraisal.IsValid.Should().BeTrue("of {0}", string.Join("; ", appraisal.Checks));
        var claims = appraisal.Claims.Should().BeOfType<GpuClaims>().Subject;
        (claims.Architecture, claims.Driver, claims.Vbios, claims.Mode).Should().Be((architecture, driver, vbios, mode));
        appraisal.NotAfter.Year.Should().Be(9999);
    }

    [VectorFact]
    public void Case_61_a_report_with_a_wrong_signature_is_refused() =>
        Verify(GpuVectors.File("hopper_badsig.report.txt", "hopper2.chain.b64")).Failure.Should().Be(AttestationFailure.EvidenceSignature);

    [VectorFact]
    public void Four_GPUs_under_one_nonce_are_four_devices()
    {
        var all = GpuVectors.Json("multi_gpu_hopper.json").Select(Verify).ToArray();

        all.Should().HaveCount(4).And.OnlyContain(one => one.IsValid);
        all.Select(one => one.Claims!.HardwareId).Should().OnlyHaveUniqueItems();
        all.Select(one => one.Claims!.ReportData).Distinct().Should().ContainSingle();
    }

    private EvidenceAppraisal Verify(MachineEvidence evidence) => _verifier.Verify(evidence, new AppraisalContext(default, CollateralSnapshot.Empty, Policy, At));
}
