using System.Collections.Immutable;
using System.Text;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.SevSnp;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tests.SevSnp;

/// <summary>Real reports under AMD's real roots, with the verdicts that their table expects.</summary>
public sealed class SnpVectorTests
{
    private static readonly DateTimeOffset At = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SnpVerifier Verifier = new();

    [VectorTheory]
    [InlineData("coco_milan_v2.report.bin", "coco_milan.vcek.der", "gsg_milan_ask_ark.pem", SnpProduct.Milan)]
    [InlineData("virtee_milan_v2.report.hex", "virtee_milan.vcek.der", "gsg_milan_ask_ark.pem", SnpProduct.Milan)]
    [InlineData("ms_genoa_v3.report.bin", "ms_genoa.vcek.pem", "gsg_genoa_ask_ark.pem", SnpProduct.Genoa)]
    [InlineData("coco_milan_v3_vlek.report.bin", "coco.vlek.der", "gsg_milan_asvk_ark.pem", SnpProduct.Milan)]
    public void A_good_report_is_accepted_by_a_policy_that_wants_it(string report, string leaf, string authorities, SnpProduct product)
    {
        var context = Context(report);
        // The certificate of the Genoa report is of 2026, when the one of the VLEK has ended.
        if (product == SnpProduct.Genoa) context = context with { At = SnpMachine.At };

        var appraisal = Verifier.Verify(Evidence(report, leaf, authorities), context);

        appraisal.Checks.Where(check => !check.Passed).Should().BeEmpty();
        appraisal.IsAccepted.Should().BeTrue();
        ((SnpClaims)appraisal.Claims!).Product.Should().Be(product);
        (appraisal.Tcb, appraisal.Limit, appraisal.Vector.Overall).Should().Be((TcbStatus.UpToDate, Tier.CpuTee, TrustTier.Affirming));
    }

    [VectorFact]
    public void Bad_input_55_a_guest_that_may_be_debugged_is_genuine_and_refused()
    {
        var appraisal = Appraise("gsg_milan_v2_debug.report.bin", "gsg_milan.vcek.der", "gsg_milan_ask_ark.pem");

        appraisal.IsValid.Should().BeTrue();
        appraisal.Failure.Should().Be(AttestationFailure.DebugAllowed);
        appraisal.Vector.Configuration.Should().Be(TrustTier.Contraindicated);
    }

    [VectorTheory]
    [InlineData("coco_vcek_invalid_legacy.der")]
    [InlineData("coco_vcek_invalid_new.der")]
    public void Bad_input_50_altered_certificates_do_not_chain(string leaf)
    {
        var appraisal = Appraise("coco_milan_v2.report.bin", leaf, "gsg_milan_ask_ark.pem");

        (appraisal.Failure, appraisal.IsValid, appraisal.Claims).Should().Be((AttestationFailure.VcekChain, false, null));
    }

    [VectorFact]
    public void Bad_input_51_the_certificate_of_another_chip()
    {
        Appraise("coco_milan_v2.report.bin", "virtee_milan.vcek.der", "gsg_milan_ask_ark.pem").Failure.Should().Be(AttestationFailure.ChipIdMismatch);
    }

    [VectorTheory]
    [InlineData("ms_genoa.vcek.pem", "gsg_milan_ask_ark.pem", AttestationFailure.ArkNotPinned)]
    [InlineData("coco_milan.vcek.der", "gsg_milan_ask_ark.pem", AttestationFailure.ProductMismatch)]
    [InlineData("coco_milan.vcek.der", "gsg_genoa_ask_ark.pem", AttestationFailure.ArkNotPinned)]
    [InlineData("ms_genoa.vcek.pem", "gsg_turin_ask_ark.pem", AttestationFailure.ArkNotPinned)]
    public void Bad_input_53_a_Genoa_report_under_another_product(string leaf, string authorities, AttestationFailure failure)
    {
        Appraise("ms_genoa_v3.report.bin", leaf, authorities).Failure.Should().Be(failure);
    }

    [VectorFact]
    public void Bad_input_56_a_VLEK_where_only_VCEKs_count()
    {
        var appraisal = Appraise("coco_milan_v3_vlek.report.bin", "coco.vlek.der", "gsg_milan_asvk_ark.pem", policy => policy with { SigningKeys = [SnpSigningKey.Vcek] });

        (appraisal.Failure, appraisal.IsValid).Should().Be((AttestationFailure.SigningKeyKind, true));
    }

    [VectorFact]
    public void Bad_input_57_a_VLEK_after_its_year()
    {
        var context = Context("coco_milan_v3_vlek.report.bin") with { At = new DateTimeOffset(2025, 12, 11, 0, 0, 0, TimeSpan.Zero) };

        Verifier.Verify(Evidence("coco_milan_v3_vlek.report.bin", "coco.vlek.der", "gsg_milan_asvk_ark.pem"), context).Failure.Should().Be(AttestationFailure.CertificateExpired);
    }

    [VectorFact]
    public void A_VLEK_needs_its_own_authority()
    {
        Appraise("coco_milan_v3_vlek.report.bin", "coco.vlek.der", "gsg_milan_ask_ark.pem").Failure.Should().Be(AttestationFailure.VcekChain);
    }

    [VectorFact]
    public void A_VLEK_that_will_end_within_a_month_is_a_finding()
    {
        var context = Context("coco_milan_v3_vlek.report.bin") with { At = new DateTimeOffset(2025, 11, 20, 0, 0, 0, TimeSpan.Zero) };

        var appraisal = Verifier.Verify(Evidence("coco_milan_v3_vlek.report.bin", "coco.vlek.der", "gsg_milan_asvk_ark.pem"), context);

        appraisal.IsAccepted.Should().BeTrue();
        appraisal.Findings.Should().ContainSingle().Which.FailsAt.Should().Be(appraisal.NotAfter);
        appraisal.NotAfter.Should().Be(new DateTimeOffset(2025, 12, 10, 22, 14, 21, TimeSpan.Zero));
    }

    [VectorFact]
    public void The_root_of_every_product_is_AMDs()
    {
        foreach (var (product, file) in new[] { (SnpProduct.Milan, "milan_ask"), (SnpProduct.Milan, "milan_asvk"), (SnpProduct.Genoa, "genoa_ask"), (SnpProduct.Turin, "turin_ask") })
        {
            SnpCertificates.TrySplit(Vectors.Bytes($"sev-snp/gsg_{file}_ark.pem"), out var certificates).Should().BeTrue();
            using var root = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(certificates![1].Span);
            SnpRoots.Amd[product].Matches(root).Should().BeTrue("{0} is AMD's", file);
        }
    }

    [VectorFact]
    public void Certificates_may_come_from_the_collateral()
    {
        var raw = Read("coco_milan_v2.report.bin");
        SnpReport.TryParse(raw, out var report, out _, out _).Should().BeTrue();
        var collateral = new CollateralSnapshot(
        [
            new CollateralItem(SnpEndorsements.LeafKey(report!), Vectors.Bytes("sev-snp/coco_milan.vcek.der")),
            new CollateralItem(new CollateralKey(CollateralKind.SnpAuthorities, "milan"), Vectors.Bytes("sev-snp/gsg_milan_ask_ark.pem")),
        ]);
        var evidence = new MachineEvidence(EvidenceKind.SevSnp, raw);
        var context = Context("coco_milan_v2.report.bin");

        Verifier.Verify(evidence, context with { Collateral = collateral }).IsAccepted.Should().BeTrue();
        var missing = Verifier.Verify(evidence, context);
        missing.Failure.Should().Be(AttestationFailure.CollateralMissing);
        missing.Checks[^1].Detail.Should().Contain("SnpLeaf c38427a30d4c7af9");
    }

    [VectorFact]
    public void The_report_data_of_the_Azure_guest_is_bound_to_something_else()
    {
        var context = Context("coco_milan_v2.report.bin") with { ReportData = new byte[64] };

        Verifier.Verify(Evidence("coco_milan_v2.report.bin", "coco_milan.vcek.der", "gsg_milan_ask_ark.pem"), context).Failure.Should().Be(AttestationFailure.ReportDataMismatch);
    }

    private static EvidenceAppraisal Appraise(string report, string leaf, string authorities, Func<SnpPolicy, SnpPolicy>? narrow = null)
    {
        var context = Context(report);
        if (narrow is not null) context = context with { Policy = context.Policy with { Snp = narrow(context.Policy.Snp!) } };
        return Verifier.Verify(Evidence(report, leaf, authorities), context);
    }

    private static MachineEvidence Evidence(string report, string leaf, string authorities) => new(EvidenceKind.SevSnp, Read(report), Join(leaf, authorities));

    private static byte[] Join(string leaf, string authorities)
    {
        SnpCertificates.TrySplit(Vectors.Bytes("sev-snp/" + leaf), out var own).Should().BeTrue();
        SnpCertificates.TrySplit(Vectors.Bytes("sev-snp/" + authorities), out var above).Should().BeTrue();
        return [.. own!.Concat(above!).SelectMany(der => der.ToArray())];
    }

    private static byte[] Read(string report)
    {
        var bytes = Vectors.Bytes("sev-snp/" + report);
        return report.EndsWith(".hex", StringComparison.Ordinal) ? Convert.FromHexString(Encoding.ASCII.GetString(bytes).Trim()) : bytes;
    }

    /// <summary>A policy with the lowest floors of these reports, in which this image is allowed. No list of AMD is among the vectors.</summary>
    private static AppraisalContext Context(string report)
    {
        var measurements = SnpMachine.Measurements(Read(report));
        return new AppraisalContext(default, CollateralSnapshot.Empty, new PolicyDocument
        {
            NetworkId = -3,
            Images = [new AllowedImage(ImageDigest.Of(EvidenceKind.SevSnp, measurements), ImageRole.Provider, Tier.CpuTee, null, report, measurements)],
            Snp = new SnpPolicy
            {
                Floors = ImmutableSortedDictionary<SnpProduct, SnpTcb>.Empty.Add(SnpProduct.Milan, new SnpTcb(2, 0, 5, 68, 0)).Add(SnpProduct.Genoa, new SnpTcb(10, 0, 23, 84, 0)),
                SigningKeys = [SnpSigningKey.Vcek, SnpSigningKey.Vlek],
                Vmpls = [0, 1],
                AllowSmt = true,
                RequireCrl = false,
            },
        }, At);
    }
}
