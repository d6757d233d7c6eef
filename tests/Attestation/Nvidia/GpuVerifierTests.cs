using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tests.Nvidia.Authority;

namespace Cocoon.Attestation.Tests.Nvidia;

/// <summary>What a good GPU of the test vendor's comes to.</summary>
public sealed class GpuVerifierTests(GpuWorld world) : IClassFixture<GpuWorld>
{
    [Fact]
    public void A_good_GPU_is_accepted_and_every_check_is_listed()
    {
        var nonce = Enumerable.Repeat((byte)9, 32).ToArray();

        var appraisal = world.Verify(world.Evidence(new ReportBuilder { Nonce = nonce }), nonce: nonce);

        appraisal.IsAccepted.Should().BeTrue("of {0}", string.Join("; ", appraisal.Checks));
        appraisal.Checks.Select(check => check.Id).Distinct().Should().Equal("N1", "N3", "N2", "N4", "N5", "N6", "N7");
        appraisal.Tcb.Should().Be(TcbStatus.UpToDate);
        appraisal.Vector.Overall.Should().Be(TrustTier.Affirming);
        appraisal.NotAfter.Should().Be(GpuWorld.Now.AddDays(3), "that is when the OCSP answers end");
        appraisal.Findings.Should().ContainSingle().Which.FailsAt.Should().Be(appraisal.NotAfter);
    }
}
