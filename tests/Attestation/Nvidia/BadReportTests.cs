using System.Security.Cryptography;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Nvidia.Spdm;
using Cocoon.Attestation.Tests.Nvidia.Authority;

namespace Cocoon.Attestation.Tests.Nvidia;

/// <summary>Bad inputs 61 to 66 of attestation.md, and more of their kind: what is wrong with a report, its chain, or the machine.</summary>
public sealed class BadReportTests(GpuWorld world) : IClassFixture<GpuWorld>
{
    [Fact]
    public void Case_61_a_report_signed_by_another_key_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Failure(world.Evidence() with { Raw = new ReportBuilder().Build(other) }).Should().Be(AttestationFailure.EvidenceSignature);
    }

    [Fact]
    public void Case_61_a_little_endian_signature_is_refused()
    {
        var raw = world.Evidence().Raw.ToArray();
        raw.AsSpan(^96..^48).Reverse();
        raw.AsSpan(^48..).Reverse();

        Failure(world.Evidence() with { Raw = raw }).Should().Be(AttestationFailure.EvidenceSignature);
    }

    [Theory]
    [InlineData(0, 0x10)]
    [InlineData(1, 0xE1)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(37, 0x12)]
    [InlineData(38, 0x61)]
    [InlineData(41, 63)]
    [InlineData(41, 65)]
    [InlineData(42, 0xBF)]
    [InlineData(44, 0xFF)]
    [InlineData(45, 0)]
    [InlineData(45, 2)]
    [InlineData(46, 2)]
    [InlineData(47, 52)]
    [InlineData(50, 49)]
    public void Lengths_and_codes_are_exact(int offset, byte value)
    {
        var raw = world.Evidence().Raw.ToArray();
        raw[offset] = value;

        Failure(world.Evidence() with { Raw = raw }).Should().Be(AttestationFailure.SpdmMalformed);
    }

    [Fact]
    public void Every_truncation_and_a_byte_too_many_are_malformed()
    {
        var raw = world.Evidence().Raw;
        var verifier = world.Verifier();

        for (var length = 0; length < raw.Length; length++)
            world.Verify(world.Evidence() with { Raw = raw[..length] }, by: verifier).Failure.Should().Be(AttestationFailure.SpdmMalformed, "of {0} bytes", length);
        Failure(world.Evidence() with { Raw = (byte[])[.. raw.Span, 0] }).Should().Be(AttestationFailure.SpdmMalformed);
    }

    [Fact]
    public void Case_62_the_chain_of_another_GPU_is_refused()
    {
        var other = world.Leaf("GH100 A01 GSP FMC LF", GpuIdentity.CompositeDevice(GpuWorld.FirmwareId));

        Failure(WithChain([other, .. world.DeviceChain[1..]])).Should().Be(AttestationFailure.EvidenceSignature);
    }

    [Theory]
    [InlineData("root only")]
    [InlineData("leaf missing")]
    [InlineData("intermediate missing")]
    [InlineData("reversed")]
    [InlineData("one twice")]
    [InlineData("none")]
    public void Case_63_an_incomplete_chain_is_refused(string what)
    {
        var good = world.DeviceChain;
        GpuIdentity[] chain = what switch
        {
            "root only" => [good[^1]],
            "leaf missing" => good[1..],
            "intermediate missing" => [good[0], good[1], good[3], good[4], good[4]],
            "reversed" => [.. good.Reverse()],
            "one twice" => [good[0], .. good],
            _ => [],
        };

        Failure(WithChain(chain)).Should().BeOneOf(AttestationFailure.GpuChain, AttestationFailure.RootNotPinned);
    }

    [Fact]
    public void A_root_of_the_same_name_is_not_the_root()
    {
        var stranger = new GpuWorld();

        world.Verify(stranger.Evidence()).Failure.Should().Be(AttestationFailure.RootNotPinned);
    }

    [Fact]
    public void An_authority_is_no_device_and_keys_are_on_P_384()
    {
        var authority = GpuIdentity.Create("GH100 A01", world.Boot, true, GpuWorld.Now.AddDays(-1), GpuIdentity.Forever);
        Failure(WithChain([authority, .. world.DeviceChain[1..]])).Should().Be(AttestationFailure.GpuChain);

        var small = GpuIdentity.Create("GH100 A01", world.Boot, false, GpuWorld.Now.AddDays(-1), GpuIdentity.Forever, ECCurve.NamedCurves.nistP256);
        Failure(WithChain([small, .. world.DeviceChain[1..]])).Should().Be(AttestationFailure.GpuChain);
    }

    [Fact]
    public void A_chain_counts_between_its_dates_only_seen_before_or_not()
    {
        var known = world.Verifier();
        world.Verify(by: known).IsAccepted.Should().BeTrue();

        foreach (var verifier in (ReadOnlySpan<GpuVerifier>)[known, world.Verifier()])
        {
            world.Verify(at: GpuWorld.Now.AddYears(-5), by: verifier).Failure.Should().Be(AttestationFailure.CertificateNotYetValid);
            world.Verify(at: DateTimeOffset.MaxValue, by: verifier).Failure.Should().Be(AttestationFailure.CertificateExpired);
        }
    }

    [Fact]
    public void Firmware_that_the_certificate_does_not_name_is_refused() =>
        Failure(world.Evidence(new ReportBuilder().With(OpaqueField.FirmwareId, new byte[48]))).Should().Be(AttestationFailure.FwidMismatch);

    [Theory]
    [InlineData(false, AttestationFailure.FwidMismatch)]
    [InlineData(true, AttestationFailure.None)]
    public void A_report_without_firmware_is_for_the_policy_to_judge(bool isAllowed, AttestationFailure expected)
    {
        var appraisal = world.Verify(world.Evidence(new ReportBuilder().With(OpaqueField.FirmwareId, null)), policy: GpuWorld.Wanting(world.Policy.Gpu! with { AllowMissingFirmwareId = isAllowed }));

        (appraisal.IsValid, appraisal.Failure).Should().Be((true, expected));
    }

    [Fact]
    public void Case_64_the_nonce_of_another_request_is_refused()
    {
        var appraisal = world.Verify(nonce: [.. Enumerable.Repeat((byte)1, 32)]);

        (appraisal.IsValid, appraisal.Failure).Should().Be((true, AttestationFailure.NonceMismatch));
    }

    [Fact]
    public void Case_66_a_switch_is_no_GPU_even_if_the_policy_lists_it()
    {
        var leaf = world.Leaf("LS_10 A01 FSP FMC LF", GpuIdentity.CompositeDevice(GpuWorld.FirmwareId));
        GpuIdentity[] chain = [leaf, .. world.DeviceChain[1..]];
        var evidence = new MachineEvidence(EvidenceKind.NvidiaGpu, new ReportBuilder().With(OpaqueField.GpuInfo, null).Build(leaf.Key), GpuWorld.Pem(chain));
        var policy = GpuWorld.Wanting(world.Policy.Gpu! with { Models = [new GpuModel("LS_10", "0", "0")] });

        var appraisal = world.Verify(evidence, world.Collateral.With(GpuWorld.Answers(chain)), policy);

        (appraisal.IsValid, appraisal.IsAccepted).Should().Be((true, false));
        appraisal.Checks.Should().Contain(check => check.Failure == AttestationFailure.ArchMismatch);
    }

    [VectorFact]
    public void Case_66_a_real_switch_is_valid_and_not_accepted()
    {
        var policy = GpuWorld.Wanting(world.Policy.Gpu! with { RequireOcsp = false, RequireRims = false, AllowMissingFirmwareId = true, Modes = [GpuMode.Unstated], Models = [new GpuModel("LS_10", "0", "0")] });

        var appraisal = new GpuVerifier().Verify(GpuVectors.Named("switch_ls10.json"), new AppraisalContext(default, CollateralSnapshot.Empty, policy, GpuWorld.Now));

        (appraisal.IsValid, appraisal.Failure).Should().Be((true, AttestationFailure.ArchMismatch));
    }

    [Fact]
    public void The_chip_of_report_and_certificate_must_agree() =>
        Failure(world.Evidence(new ReportBuilder().With(OpaqueField.GpuInfo, [0xA0, 1, 0, 0]))).Should().Be(AttestationFailure.ArchMismatch);

    private AttestationFailure Failure(MachineEvidence evidence) => world.Verify(evidence).Failure;

    private MachineEvidence WithChain(GpuIdentity[] chain) => world.Evidence() with { Endorsements = GpuWorld.Pem(chain) };
}
