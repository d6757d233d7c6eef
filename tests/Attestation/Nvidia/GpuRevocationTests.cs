using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Tests.Nvidia.Authority;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tests.Nvidia;

/// <summary>Bad input 67 of attestation.md: what OCSP answers say, who may give them, and for how long they count.</summary>
public sealed class GpuRevocationTests(GpuWorld world) : IClassFixture<GpuWorld>
{
    [Theory]
    [InlineData(OcspBuilder.Hold, false, AttestationFailure.GpuRevoked)]
    [InlineData(OcspBuilder.Hold, true, AttestationFailure.None)]
    [InlineData(OcspBuilder.KeyCompromise, true, AttestationFailure.GpuRevoked)]
    [InlineData(OcspBuilder.Unknown, true, AttestationFailure.OcspUnavailable)]
    public void Case_67_a_certificate_on_hold_or_revoked_is_refused(int status, bool mayBeHeld, AttestationFailure expected)
    {
        var appraisal = world.Verify(collateral: With(new OcspBuilder(world.Device, world.Boot) { Status = status }), policy: GpuWorld.Wanting(world.Policy.Gpu! with { AllowCertificateHold = mayBeHeld }));

        (appraisal.IsValid, appraisal.Failure).Should().Be((true, expected));
        (appraisal.Tcb == TcbStatus.Revoked).Should().Be(expected == AttestationFailure.GpuRevoked);
        appraisal.Findings.Any(finding => finding.Found == "on hold").Should().Be(expected == AttestationFailure.None);
    }

    [Fact]
    public void Any_certificate_below_the_root_may_be_revoked()
    {
        for (var i = 0; i < world.DeviceChain.Length - 1; i++)
            Failure(new OcspBuilder(world.DeviceChain[i], world.DeviceChain[i + 1]) { Status = OcspBuilder.KeyCompromise }).Should().Be(AttestationFailure.GpuRevoked);
    }

    [Fact]
    public void Case_67_a_stale_answer_is_refused()
    {
        Failure(new OcspBuilder(world.Device, world.Boot) { Until = GpuWorld.Now }).Should().Be(AttestationFailure.OcspUnavailable);
        Failure(new OcspBuilder(world.Device, world.Boot) { From = GpuWorld.Now.AddDays(-8), Until = null }).Should().Be(AttestationFailure.OcspUnavailable);
        Failure(new OcspBuilder(world.Device, world.Boot) { From = GpuWorld.Now.AddHours(1) }).Should().Be(AttestationFailure.OcspUnavailable);
        Failure(new OcspBuilder(world.Device, world.Boot) { From = GpuWorld.Now.AddDays(-6), Until = null }).Should().Be(AttestationFailure.None);
    }

    [Fact]
    public void Case_67_an_answer_that_nobody_entitled_signed_is_refused()
    {
        var stranger = GpuWorld.Authority("GH100 A01 GSP BROM", null);
        Failure(new OcspBuilder(world.Device, world.Boot) { Responder = stranger }).Should().Be(AttestationFailure.OcspUnavailable);
        Failure(new OcspBuilder(world.Device, world.Boot) { Responder = GpuWorld.Delegate(stranger) }).Should().Be(AttestationFailure.OcspUnavailable);
        Failure(new OcspBuilder(world.Device, world.Boot) { Responder = GpuWorld.Delegate(world.RimChain[1]) }).Should().Be(AttestationFailure.OcspUnavailable);
        Failure(new OcspBuilder(world.Device, world.Boot) { Responder = GpuWorld.Delegate(world.Boot, use: "1.3.6.1.5.5.7.3.1") }).Should().Be(AttestationFailure.OcspUnavailable);
        Failure(new OcspBuilder(world.Device, world.Boot) { Responder = GpuWorld.Delegate(world.Boot, until: GpuWorld.Now) }).Should().Be(AttestationFailure.OcspUnavailable);
        Failure(new OcspBuilder(world.Device, world.Boot) { Responder = world.Responder, WithResponder = false }).Should().Be(AttestationFailure.OcspUnavailable);
        // The device itself is below its issuer and may not speak about its fellows.
        Failure(new OcspBuilder(world.Boot, world.Provisioner) { Responder = GpuWorld.Delegate(world.Boot) }).Should().Be(AttestationFailure.OcspUnavailable);
    }

    [Fact]
    public void Case_67_an_unsigned_answer_is_refused()
    {
        var item = new OcspBuilder(world.Device, world.Boot).Item();
        var body = item.Body.ToArray();
        body[^1] ^= 1;

        world.Verify(collateral: world.Collateral.With(new CollateralItem(item.Key, body))).Failure.Should().Be(AttestationFailure.OcspUnavailable);
    }

    [Fact]
    public void A_responder_of_the_issuer_or_above_it_is_entitled()
    {
        Failure(new OcspBuilder(world.Device, world.Boot) { Responder = GpuWorld.Delegate(world.Boot) }).Should().Be(AttestationFailure.None);
        Failure(new OcspBuilder(world.Device, world.Boot) { Responder = world.Responder }).Should().Be(AttestationFailure.None);
    }

    [Fact]
    public void An_answer_about_another_certificate_is_none()
    {
        var other = world.Leaf("GH100 A01 GSP FMC LF");
        var key = new OcspBuilder(world.Device, world.Boot).Item().Key;

        world.Verify(collateral: world.Collateral.With(new CollateralItem(key, new OcspBuilder(other, world.Boot).Build()))).Failure.Should().Be(AttestationFailure.OcspUnavailable);
    }

    [Fact]
    public void An_answer_that_is_not_understood_is_malformed()
    {
        Failure(new OcspBuilder(world.Device, world.Boot) { WithCriticalExtension = true }).Should().Be(AttestationFailure.CollateralMalformed);
        var key = new OcspBuilder(world.Device, world.Boot).Item().Key;
        // "tryLater" is an answer without an answer.
        world.Verify(collateral: world.Collateral.With(new CollateralItem(key, new byte[] { 0x30, 3, 0x0A, 1, 3 }))).Failure.Should().Be(AttestationFailure.CollateralMalformed);
    }

    [Theory]
    [InlineData(true, AttestationFailure.OcspUnavailable)]
    [InlineData(false, AttestationFailure.None)]
    public void A_missing_answer_is_for_the_policy_to_judge(bool isRequired, AttestationFailure expected)
    {
        var collateral = new CollateralSnapshot(world.Collateral.Items.Where(item => item.Key.Kind != CollateralKind.OcspAnswer));

        var appraisal = world.Verify(collateral: collateral, policy: GpuWorld.Wanting(world.Policy.Gpu! with { RequireOcsp = isRequired }));

        appraisal.Failure.Should().Be(expected);
        if (isRequired) appraisal.Checks.First(check => !check.Passed).Detail.Should().Contain(new HexBytes(System.Security.Cryptography.SHA256.HashData(world.Device.Certificate.RawData)).ToString());
    }

    [Theory]
    [InlineData(OcspBuilder.Good, AttestationFailure.None)]
    [InlineData(OcspBuilder.Hold, AttestationFailure.None)]
    [InlineData(OcspBuilder.KeyCompromise, AttestationFailure.GpuRevoked)]
    public void Where_no_answer_is_asked_for_a_stale_one_is_none_but_revoked_is_for_good(int status, AttestationFailure expected)
    {
        var stale = new OcspBuilder(world.Device, world.Boot) { Status = status, From = GpuWorld.Now.AddDays(-30), Until = GpuWorld.Now.AddDays(-20) };

        world.Verify(collateral: With(stale), policy: GpuWorld.Wanting(world.Policy.Gpu! with { RequireOcsp = false })).Failure.Should().Be(expected);
    }

    [Theory]
    [InlineData(OcspBuilder.KeyCompromise, AttestationFailure.RimChain)]
    [InlineData(OcspBuilder.Unknown, AttestationFailure.OcspUnavailable)]
    public void Whoever_signed_reference_values_may_be_revoked_too(int status, AttestationFailure expected) =>
        Failure(new OcspBuilder(world.RimSigner, world.RimChain[1]) { Status = status }).Should().Be(expected);

    [VectorFact]
    public void Case_67_a_real_GPU_on_hold_is_genuine_and_without_an_answer_not_accepted()
    {
        var appraisal = new GpuVerifier().Verify(GpuVectors.Named("hopper_cert_hold.json"), new AppraisalContext(default, CollateralSnapshot.Empty, world.Policy, GpuWorld.Now));

        (appraisal.IsValid, appraisal.Failure).Should().Be((true, AttestationFailure.OcspUnavailable));
    }

    private CollateralSnapshot With(OcspBuilder answer) => world.Collateral.With(answer.Item());

    private AttestationFailure Failure(OcspBuilder answer) => world.Verify(collateral: With(answer)).Failure;
}
