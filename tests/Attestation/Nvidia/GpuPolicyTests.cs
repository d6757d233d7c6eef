using System.Text;
using System.Text.Json;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Nvidia.Spdm;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tests.Nvidia.Authority;

namespace Cocoon.Attestation.Tests.Nvidia;

/// <summary>What a policy can ask of GPUs, and of a machine that has several.</summary>
public sealed class GpuPolicyTests(GpuWorld world) : IClassFixture<GpuWorld>
{
    [Fact]
    public void No_policy_and_an_empty_policy_deny()
    {
        world.Verify(policy: new PolicyDocument { NetworkId = -239 }).Failure.Should().Be(AttestationFailure.PolicyMissing);
        world.Verify(policy: GpuWorld.Wanting(new GpuPolicy())).Failure.Should().Be(AttestationFailure.ArchMismatch);
        world.Verify(policy: GpuWorld.Wanting(world.Policy.Gpu! with { Modes = [] })).Failure.Should().Be(AttestationFailure.CcModeOff);
    }

    [Theory]
    [InlineData("550.144.3", "96.00.74.00.20", true)]
    [InlineData("550.54.15", "96.00.74.00.1F", true)]
    [InlineData("550.144.03.1", "96.00", false)]
    [InlineData("551", "96.00", false)]
    [InlineData("550", "96.00.74.00.21", false)]
    [InlineData("550", "96.00.A0", false)]
    [InlineData("", "96.00", false)]
    [InlineData("550", "new", false)]
    public void Versions_have_floors(string driver, string vbios, bool isMet)
    {
        var appraisal = world.Verify(policy: GpuWorld.Wanting(world.Policy.Gpu! with { Models = [new GpuModel("GH100", driver, vbios)] }));

        appraisal.Failure.Should().Be(isMet ? AttestationFailure.None : AttestationFailure.TcbOutOfDate);
        appraisal.Tcb.Should().Be(isMet ? TcbStatus.UpToDate : TcbStatus.OutOfDate);
        appraisal.Findings.Any(finding => finding.Failure == AttestationFailure.TcbOutOfDate).Should().Be(!isMet);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0 }, GpuMode.SingleGpu)]
    [InlineData(new byte[] { 1, 0 }, GpuMode.MultiGpu)]
    [InlineData(new byte[] { 2, 0 }, GpuMode.ProtectedPcie)]
    [InlineData(new byte[] { 0, 1 }, GpuMode.Unknown)]
    [InlineData(new byte[] { 3, 0 }, GpuMode.Unknown)]
    [InlineData(new byte[0], GpuMode.Unstated)]
    public void Modes_are_told_apart(byte[] flag, GpuMode mode)
    {
        var evidence = world.Evidence(new ReportBuilder().With(OpaqueField.FeatureFlag, flag));

        world.Verify(evidence).Claims.Should().BeOfType<GpuClaims>().Which.Mode.Should().Be(mode);
        world.Verify(evidence).Failure.Should().Be(mode == GpuMode.SingleGpu ? AttestationFailure.None : AttestationFailure.CcModeOff);
        world.Verify(evidence, policy: GpuWorld.Wanting(world.Policy.Gpu! with { Modes = [mode] })).IsAccepted.Should().Be(mode != GpuMode.Unknown);
    }

    [Theory]
    [InlineData(0x80, AttestationFailure.None)]
    [InlineData(0x10, AttestationFailure.DebugEnabled)]
    [InlineData(0x20, AttestationFailure.DebugEnabled)]
    [InlineData(0x40, AttestationFailure.DebugEnabled)]
    public void Firmware_started_for_debugging_is_refused(byte flags, AttestationFailure expected)
    {
        var leaf = world.Leaf("GH100 A01 GSP FMC LF", GpuIdentity.TcbInfo(GpuWorld.FirmwareId, flags));
        GpuIdentity[] chain = [leaf, .. world.DeviceChain[1..]];
        var evidence = new MachineEvidence(EvidenceKind.NvidiaGpu, new ReportBuilder().Build(leaf.Key), GpuWorld.Pem(chain));

        var appraisal = world.Verify(evidence, world.Collateral.With(GpuWorld.Answers(chain)));

        appraisal.Failure.Should().Be(expected);
        appraisal.Vector.Configuration.Should().Be(expected == AttestationFailure.None ? TrustTier.Affirming : TrustTier.Contraindicated);
    }

    [Fact]
    public void Policies_survive_their_JSON()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(world.Policy, PolicyJson.Options);

        PolicyJson.Parse(json).Hash().Should().Be(world.Policy.Hash());
        Encoding.UTF8.GetString(json).Should().Contain("\"SingleGpu\"");
    }

    [Theory]
    [InlineData(2, null, AttestationFailure.DuplicateGpu)]
    [InlineData(1, null, AttestationFailure.None)]
    [InlineData(1, 1, AttestationFailure.None)]
    [InlineData(1, 2, AttestationFailure.GpuCount)]
    [InlineData(0, 1, AttestationFailure.GpuCount)]
    public void Case_65_the_same_GPU_twice_and_a_wrong_number_are_refused(int shown, int? wanted, AttestationFailure expected)
    {
        var policy = GpuWorld.Wanting(world.Policy.Gpu! with { GpuCount = wanted }) with { NetworkId = -3, AllowSimulated = true, RequireEpoch = false };
        var binding = new ReportBinding(Samples.Claims, policy.NetworkId, Samples.Provider, default, default);
        var gpu = world.Evidence(new ReportBuilder { Nonce = binding.GpuNonce() });
        var bundle = new EvidenceBundle(Samples.Claims, 0, default, SimulatedEvidence.Create(binding), [.. Enumerable.Repeat(gpu, shown)]);
        var appraiser = new MachineAppraiser([new SimulatedVerifier(), world.Verifier()]);

        var result = appraiser.Appraise(bundle, new BindingExpectation(Samples.Provider), world.Collateral, policy, GpuWorld.Now);

        result.Failure.Should().Be(expected, "of {0}", result);
    }
}
