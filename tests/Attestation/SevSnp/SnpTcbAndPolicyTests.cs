using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.SevSnp;

namespace Cocoon.Attestation.Tests.SevSnp;

public sealed class SnpTcbAndPolicyTests
{
    private static readonly SnpMachine Good = new();

    [Fact]
    public void Findings_say_which_part_is_behind_and_by_how_much()
    {
        var appraisal = Verify(Good, snp => snp with { Floors = snp.Floors.SetItem(SnpProduct.Milan, Good.Tcb with { Snp = 27, Microcode = 222 }) });

        (appraisal.IsValid, appraisal.Failure, appraisal.Tcb, appraisal.Vector.Hardware).Should().Be((true, AttestationFailure.TcbOutOfDate, TcbStatus.OutOfDate, TrustTier.Warning));
        appraisal.Findings.Select(finding => (finding.Component, finding.Found, finding.Needed)).Should().Equal(
            ("SNP firmware", "24", "27"), ("microcode", "219", "222"), ("launch SNP firmware", "24", "27"), ("launch microcode", "219", "222"));
        appraisal.Checks.First(check => !check.Passed).Detail.Should().Contain("SNP firmware is 24, needs 27").And.Contain("newer firmware");
    }

    [Fact]
    public void A_host_that_only_has_to_report_its_newer_firmware_is_told_so()
    {
        var newer = Good.Tcb with { Microcode = 222 };
        var machine = Good with
        {
            Report = raw =>
            {
                SnpMachine.Write(raw.AsSpan(0x38), newer, SnpProduct.Milan);
                SnpMachine.Write(raw.AsSpan(0x1E0), newer, SnpProduct.Milan);
            },
        };

        var appraisal = Verify(machine, snp => snp with { Floors = snp.Floors.SetItem(SnpProduct.Milan, newer) });

        appraisal.Checks.First(check => !check.Passed).Detail.Should().Contain("raise its reported TCB");
    }

    [Fact]
    public void A_guest_launched_before_the_update_has_to_be_launched_anew()
    {
        var machine = Good with { Report = raw => raw[0x1F7] = 200 };

        var appraisal = machine.Verify();

        appraisal.Failure.Should().Be(AttestationFailure.TcbOutOfDate);
        appraisal.Findings.Should().ContainSingle().Which.Component.Should().Be("launch microcode");
        appraisal.Checks.First(check => !check.Passed).Detail.Should().Contain("Launch the guest anew");
    }

    [Fact]
    public void Committed_versions_above_the_current_ones_cannot_be() =>
        (Good with { Report = raw => raw[0x1E7] = 220 }).Verify().Failure.Should().Be(AttestationFailure.TcbInconsistent);

    [Fact]
    public void A_product_without_a_floor_is_denied()
    {
        var appraisal = Verify(Good, snp => snp with { Floors = snp.Floors.Clear() });

        (appraisal.IsValid, appraisal.Failure, appraisal.Tcb).Should().Be((true, AttestationFailure.PolicyMissing, TcbStatus.Unknown));
    }

    [Theory]
    [InlineData(16, AttestationFailure.GuestPolicy)]
    [InlineData(17, AttestationFailure.GuestPolicy)]
    [InlineData(18, AttestationFailure.MigrationAllowed)]
    [InlineData(19, AttestationFailure.DebugAllowed)]
    [InlineData(21, AttestationFailure.GuestPolicy)]
    [InlineData(26, AttestationFailure.GuestPolicy)]
    [InlineData(63, AttestationFailure.GuestPolicy)]
    public void Bits_of_the_guest_policy(int bit, AttestationFailure failure) =>
        (Good with { Report = raw => raw[8 + bit / 8] ^= (byte)(1 << bit % 8) }).Verify().Failure.Should().Be(failure);

    [Fact]
    public void What_the_policy_asks_beyond_that()
    {
        Verify(Good with { Report = raw => raw[10] |= 1 }, snp => snp with { AllowSmt = true }).IsAccepted.Should().BeTrue();
        Verify(Good with { Report = raw => raw[10] |= 1 << 5 }, snp => snp with { AllowCxl = true }).IsAccepted.Should().BeTrue();
        Verify(Good, snp => snp with { RequireSingleSocket = true }).Failure.Should().Be(AttestationFailure.GuestPolicy);
        Verify(Good, snp => snp with { MinAbi = new Version(1, 55) }).IsAccepted.Should().BeTrue();
        Verify(Good, snp => snp with { MinAbi = new Version(1, 56) }).Failure.Should().Be(AttestationFailure.GuestPolicy);
        Verify(Good, snp => snp with { MinGuestSvn = 3 }).Failure.Should().Be(AttestationFailure.TcbOutOfDate);
        Verify(Good, snp => snp with { Vmpls = [] }).Failure.Should().Be(AttestationFailure.VmplNotAllowed);
    }

    [Theory]
    [InlineData(0x90, "measurement")]
    [InlineData(0xC0, "host-data")]
    [InlineData(0xE0, "id-key-digest")]
    [InlineData(0x110, "author-key-digest")]
    [InlineData(0x10, "family-id")]
    [InlineData(0x20, "image-id")]
    public void Every_measurement_is_of_the_image(int offset, string name)
    {
        var other = Good with { Report = raw => raw[offset] ^= 1 };

        var appraisal = Good.Hierarchy.Verifier().Verify(other.Evidence(), Good.Context());

        appraisal.Failure.Should().Be(AttestationFailure.MeasurementMismatch);
        appraisal.Checks.First(check => !check.Passed).Detail.Should().EndWith($"differs in {name}.");
    }

    [Fact]
    public void Report_data_must_be_the_binding_and_may_be_left_out()
    {
        var verifier = Good.Hierarchy.Verifier();

        verifier.Verify(Good.Evidence(), Good.Context() with { ReportData = new byte[64] }).Failure.Should().Be(AttestationFailure.ReportDataMismatch);
        verifier.Verify(Good.Evidence(), Good.Context() with { ReportData = new byte[63] }).Failure.Should().Be(AttestationFailure.ReportDataMismatch);
        verifier.Verify(Good.Evidence(), Good.Context() with { ReportData = default }).Checks[^1].Detail.Should().Be("not asked");
    }

    private static EvidenceAppraisal Verify(SnpMachine machine, Func<SnpPolicy, SnpPolicy> change)
    {
        var context = machine.Context();
        return machine.Hierarchy.Verifier().Verify(machine.Evidence(), context with { Policy = context.Policy with { Snp = change(context.Policy.Snp!) } });
    }
}
