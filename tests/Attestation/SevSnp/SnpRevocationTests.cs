using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.SevSnp;

namespace Cocoon.Attestation.Tests.SevSnp;

public sealed class SnpRevocationTests
{
    private static readonly SnpMachine Good = new();

    [Fact]
    public void A_revoked_authority_makes_its_chips_worthless()
    {
        var appraisal = Verify(Good.Crl(Good.Hierarchy.Ask));

        (appraisal.Failure, appraisal.IsValid).Should().Be((AttestationFailure.AskRevoked, false));
        appraisal.Vector.Hardware.Should().Be(TrustTier.Contraindicated);
    }

    [Fact]
    public void The_authority_of_VLEKs_is_revoked_by_itself()
    {
        var vlek = SnpMachine.Vlek;
        var crl = vlek.Crl(vlek.Hierarchy.Asvk);

        Verify(crl).IsAccepted.Should().BeTrue();
        vlek.Hierarchy.Verifier().Verify(vlek.Evidence(), vlek.Context() with { Collateral = new CollateralSnapshot([crl]) }).Failure.Should().Be(AttestationFailure.AskRevoked);
    }

    [Fact]
    public void A_list_of_another_root_is_refused()
    {
        Verify(Item(SnpHierarchy.Impostor.Crl(SnpMachine.At.AddDays(-1), SnpMachine.At.AddDays(1)))).Failure.Should().Be(AttestationFailure.CrlSignature);
    }

    [Theory]
    [InlineData(-20, -1)]
    [InlineData(1, 20)]
    public void A_list_counts_between_its_dates_only(int from, int until)
    {
        Verify(Item(Good.Hierarchy.Crl(SnpMachine.At.AddDays(from), SnpMachine.At.AddDays(until)))).Failure.Should().Be(AttestationFailure.CrlExpired);
    }

    [Fact]
    public void What_is_no_list_is_malformed()
    {
        Verify(Item([0x30, 0])).Failure.Should().Be(AttestationFailure.CollateralMalformed);
    }

    [Fact]
    public void Without_a_list_it_is_genuine_and_not_accepted_unless_the_policy_does_without()
    {
        var context = Good.Context() with { Collateral = CollateralSnapshot.Empty };
        var without = context with { Policy = context.Policy with { Snp = context.Policy.Snp! with { RequireCrl = false } } };
        var verifier = Good.Hierarchy.Verifier();

        var strict = verifier.Verify(Good.Evidence(), context);

        (strict.IsValid, strict.Failure).Should().Be((true, AttestationFailure.CollateralMissing));
        strict.Checks.First(check => !check.Passed).Detail.Should().Contain("SnpCrl milan");
        verifier.Verify(Good.Evidence(), without).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public void A_list_about_to_end_is_a_finding()
    {
        var appraisal = Verify(Item(Good.Hierarchy.Crl(SnpMachine.At.AddDays(-1), SnpMachine.At.AddDays(3))));

        appraisal.Findings.Should().ContainSingle().Which.Should().Match<Finding>(finding => finding.Failure == AttestationFailure.CrlExpired && finding.FailsAt == SnpMachine.At.AddDays(3));
    }

    [Fact]
    public void Chips_are_revoked_by_their_id_since_all_VCEKs_have_serial_number_zero()
    {
        var context = Good.Context();
        var id = $"snp:{Convert.ToHexStringLower(Good.ChipId)}";

        var appraisal = Good.Hierarchy.Verifier().Verify(Good.Evidence(), context with { Policy = context.Policy with { RevokedHardware = context.Policy.RevokedHardware.Add(id) } });

        appraisal.Failure.Should().Be(AttestationFailure.Revoked);
        appraisal.Vector.InstanceIdentity.Should().Be(TrustTier.Contraindicated);
    }

    private static CollateralItem Item(byte[] crl) => new(SnpEndorsements.CrlKey(SnpProduct.Milan), crl);

    private static EvidenceAppraisal Verify(CollateralItem crl) =>
        Good.Hierarchy.Verifier().Verify(Good.Evidence(), Good.Context() with { Collateral = new CollateralSnapshot([crl]) });
}
