using System.Security.Cryptography;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tdx;
using Cocoon.Attestation.Tdx.Collateral;
using Cocoon.Attestation.Tdx.Pck;
using Cocoon.Attestation.Tdx.Tcb;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;
using Xunit.Abstractions;

namespace Cocoon.Attestation.Tests.Tdx;

/// <summary>Every real quote, with the verdict that the vectors' README expects of it.</summary>
public sealed class TdxVectorTests(ITestOutputHelper output)
{
    private static readonly PolicyDocument Nothing = new() { NetworkId = -3 };
    private readonly TdxVerifier _verifier = new();

    [VectorTheory]
    [InlineData("qvl_v4_b0c06f")]
    [InlineData("coco_v4_debug_50806f")]
    [InlineData("coco_v5_90c06f")]
    [InlineData("azure_v4_00806f")]
    [InlineData("cocoon_v4_90c06f")]
    [InlineData("gtg_v4_spr_50806f")]
    public void A_real_quote_is_valid(string name)
    {
        var evidence = TdxVectors.Quote(name);
        // The one with text after the quote is refused as it is (below).
        if (name == "gtg_v4_spr_50806f") evidence = evidence with { Raw = evidence.Raw[..^39] };

        var appraisal = Verify(evidence, CollateralSnapshot.Empty, TdxVectors.March2026, Nothing);

        appraisal.IsValid.Should().BeTrue();
        appraisal.Checks.Where(check => check.Stage == CheckStage.Validity).Should().OnlyContain(check => check.Passed).And.HaveCount(8);
    }

    [VectorFact]
    public void A_platform_that_is_up_to_date_is_accepted()
    {
        var evidence = TdxVectors.Quote("qvl_v4_b0c06f");

        var appraisal = Judge(evidence, TdxVectors.CollateralOf("qvl_v4_b0c06f", "b0c06f000000"), TdxVectors.June2025);

        appraisal.IsAccepted.Should().BeTrue();
        (appraisal.Tcb, appraisal.Limit).Should().Be((TcbStatus.UpToDate, Tier.CcGpu));
        appraisal.Vector.Overall.Should().Be(TrustTier.Affirming);
        appraisal.NotAfter.Should().Be(new DateTimeOffset(2025, 7, 19, 10, 0, 35, TimeSpan.Zero), "its PCK CRL ends first");
        appraisal.Findings.Should().ContainSingle().Which.FailsAt.Should().Be(appraisal.NotAfter);
    }

    [VectorFact]
    public void The_quote_of_COCOON_is_up_to_date_in_2026() =>
        Judge(TdxVectors.Quote("cocoon_v4_90c06f"), TdxVectors.Collateral2026(), TdxVectors.March2026).Should().Match<EvidenceAppraisal>(appraisal => appraisal.IsAccepted && appraisal.Tcb == TcbStatus.UpToDate);

    [VectorFact]
    public void A_debug_domain_is_valid_and_refused_for_what_it_is()
    {
        var appraisal = Judge(TdxVectors.Quote("coco_v4_debug_50806f"), TdxVectors.Collateral2026(), TdxVectors.March2026);

        (appraisal.IsValid, appraisal.IsAccepted).Should().Be((true, false));
        appraisal.Checks.Where(check => check.Stage == CheckStage.Policy && !check.Passed).Should().ContainSingle().Which.Failure.Should().Be(AttestationFailure.DebugEnabled);
        appraisal.Vector.Configuration.Should().Be(TrustTier.Contraindicated);
    }

    [VectorTheory]
    [InlineData("coco_v4_debug_50806f", TcbStatus.UpToDate)]
    [InlineData("gtg_v4_spr_50806f", TcbStatus.Unknown)]
    public void TCB_info_of_2023_judges_as_it_did_then(string name, TcbStatus expected)
    {
        // Its signing certificate of then is not among the vectors: the one there is begins in 2025, and the verdict says so.
        var evidence = TdxVectors.Quote(name);
        if (name == "gtg_v4_spr_50806f") evidence = evidence with { Raw = evidence.Raw[..^39] };
        var appraisal = Judge(evidence, TdxVectors.Collateral2023(), TdxVectors.June2023);
        var answer = SignedJson.TryParse(Vectors.Bytes("tdx/gtg_50806f.tcbinfo.2023-06.json"), "tcbInfo")!.Value;
        TcbInfoParser.TryParse(answer.Document, out var info, out _).Should().BeTrue();
        var claims = (TdxClaims)appraisal.Claims!;
        var platform = new SgxExtension(claims.Ppid, claims.ComponentSvns.ToArray(), (ushort)claims.PceSvn, claims.PceId, claims.Fmspc);

        TcbEvaluator.Platform(info!, platform, claims.TeeTcbSvn.ToArray()).Status.Should().Be(expected);
        appraisal.Failure.Should().Be(AttestationFailure.CertificateNotYetValid);
    }

    [VectorFact]
    public void The_same_platform_is_out_of_date_with_collateral_of_2026_and_is_told_what_it_lacks()
    {
        var appraisal = Judge(TdxVectors.Quote("coco_v4_debug_50806f"), TdxVectors.Collateral2026(), TdxVectors.March2026);

        (appraisal.Tcb, appraisal.Failure).Should().Be((TcbStatus.OutOfDate, AttestationFailure.TcbOutOfDate));
        appraisal.Vector.Hardware.Should().Be(TrustTier.Warning);
        appraisal.Findings.Should().Contain(finding => finding.Component.StartsWith("TDX component 1", StringComparison.Ordinal) && finding.Found == "3" && !finding.Advisories.IsEmpty);
    }

    [VectorFact]
    public void A_quote_below_every_level_has_none()
    {
        var appraisal = Judge(TdxVectors.Quote("coco_v5_90c06f"), TdxVectors.Collateral2026(), TdxVectors.March2026);

        (appraisal.IsValid, appraisal.Tcb, appraisal.Failure).Should().Be((true, TcbStatus.Unknown, AttestationFailure.TcbLevelNotFound));
        appraisal.Checks.Single(check => check.Id == "T12").Detail.Should().StartWith("TDX module OutOfDate");
        ((TdxClaims)appraisal.Claims!).Measurements.Should().ContainKey("mrservicetd");
    }

    [VectorFact]
    public void Another_quote_matches_no_level()
    {
        var quote = TdxVectors.Quote("gtg_v4_spr_50806f");

        var appraisal = Judge(quote with { Raw = quote.Raw[..^39] }, TdxVectors.Collateral2026(), TdxVectors.March2026);

        (appraisal.Tcb, appraisal.Failure).Should().Be((TcbStatus.Unknown, AttestationFailure.TcbLevelNotFound));
        appraisal.Checks.Should().Contain(check => check.Failure == AttestationFailure.TdAttributes);
    }

    [VectorFact]
    public void Text_after_a_quote_is_not_padding() =>
        Verify(TdxVectors.Quote("gtg_v4_spr_50806f"), CollateralSnapshot.Empty, TdxVectors.March2026, Nothing).Failure.Should().Be(AttestationFailure.TrailingData);

    [VectorFact]
    public void A_paravisor_domain_without_collateral_is_valid_and_says_which_document_is_missing()
    {
        var appraisal = Judge(TdxVectors.Quote("azure_v4_00806f"), TdxVectors.Collateral2026(), TdxVectors.March2026);

        (appraisal.IsValid, appraisal.Tcb, appraisal.Failure).Should().Be((true, TcbStatus.Unknown, AttestationFailure.CollateralMissing));
        appraisal.Checks.Single(check => check.Id == "T10").Detail.Should().Contain("00806f050000");
        appraisal.Checks.Should().Contain(check => check.Failure == AttestationFailure.TdAttributes, "it does not set SEPT_VE_DISABLE");
    }

    [VectorFact]
    public void A_paravisor_quote_is_bound_to_the_runtime_claims_of_its_report()
    {
        var report = Vectors.Bytes("tdx/azure_v4_hclreport.bin");
        // Claims begin after 20 bytes of their own header; its last 4 are their length (Azure HCL report format).
        const int At = 0x4D4;
        var claims = report.AsSpan(At, BitConverter.ToInt32(report, At - 4));

        var wanted = new HexBytes((byte[])[.. SHA256.HashData(claims), .. new byte[32]]);
        Verify(TdxVectors.Quote("azure_v4_00806f"), CollateralSnapshot.Empty, TdxVectors.March2026, Nothing).Claims!.ReportData.Should().Be(wanted);
    }

    [VectorFact]
    public void A_quote_of_SGX_is_of_another_TEE() =>
        Verify(TdxVectors.Quote("qvl_sgx_v3"), CollateralSnapshot.Empty, TdxVectors.March2026, Nothing).Failure.Should().Be(AttestationFailure.UnsupportedTee);

    [VectorFact]
    public void Case_28_TCB_info_of_SGX_is_not_about_TDX()
    {
        var sgx = TdxVectors.CollateralOf("qvl_sgx_v3", "b0c06f000000").Find(CollateralKind.TdxTcbInfo, "b0c06f000000")!;
        var collateral = TdxVectors.CollateralOf("qvl_v4_b0c06f", "b0c06f000000").With(sgx);

        Judge(TdxVectors.Quote("qvl_v4_b0c06f"), collateral, TdxVectors.June2025).Failure.Should().Be(AttestationFailure.TcbInfoWrongTee);
    }

    [VectorFact]
    public void Nothing_of_these_is_up_to_date_today()
    {
        var today = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

        Judge(TdxVectors.Quote("cocoon_v4_90c06f"), TdxVectors.Collateral2026(), today).IsAccepted.Should().BeFalse();
        Judge(TdxVectors.Quote("cocoon_v4_90c06f"), TdxVectors.Collateral2026(), today).Checks.Select(check => check.Failure).Should().Contain([AttestationFailure.TcbInfoExpired, AttestationFailure.QeIdentityExpired]);
    }

    private EvidenceAppraisal Judge(MachineEvidence evidence, CollateralSnapshot collateral, DateTimeOffset at)
    {
        var first = _verifier.Verify(evidence, new AppraisalContext(default, collateral, Nothing, at));
        return Verify(evidence, collateral, at, TdxVectors.PolicyFor(first));
    }

    private EvidenceAppraisal Verify(MachineEvidence evidence, CollateralSnapshot collateral, DateTimeOffset at, PolicyDocument policy)
    {
        var appraisal = _verifier.Verify(evidence, new AppraisalContext(default, collateral, policy, at));
        foreach (var check in appraisal.Checks) output.WriteLine($"{check.Id,-4} {check.Stage,-9} {check.Title}: {(check.Passed ? "ok" : check.Failure)} {check.Detail}");
        foreach (var finding in appraisal.Findings) output.WriteLine($"     {finding.Failure} {finding.Component} {finding.Found} < {finding.Needed} {string.Join(' ', finding.Advisories)} {finding.FailsAt:u}");
        return appraisal;
    }
}
