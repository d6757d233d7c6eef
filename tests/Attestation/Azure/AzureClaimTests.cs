using System.Text;
using System.Text.Json.Nodes;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Azure;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tests.Azure;

public sealed class AzureClaimTests
{
    private const string OtherData = "00";

    [Theory]
    [InlineData("snp")]
    [InlineData("tdx")]
    [InlineData("guest")]
    public void A_good_token_is_accepted_with_all_claims_affirming(string kind)
    {
        var appraisal = AzureTokens.Verify(Token(kind));

        appraisal.Checks.Where(check => !check.Passed).Should().BeEmpty();
        appraisal.IsAccepted.Should().BeTrue();
        (appraisal.Tcb, appraisal.Limit).Should().Be((TcbStatus.UpToDate, Tier.CpuTee));
        appraisal.Vector.Should().Be(new TrustVector(2, 2, 2, 0, 2, 0, 0, 0));
        appraisal.NotAfter.Should().Be(AzureTokens.At.AddMinutes(50), "our own age is shorter than Azure's");
        appraisal.Findings.Should().ContainSingle().Which.FailsAt.Should().Be(appraisal.NotAfter);
    }

    [Fact]
    public void Equal_input_gives_an_equal_result()
    {
        var token = AzureTokens.Key.Sign(AzureTokens.Key.Header(), AzureTokens.Snp());
        var (one, other) = (AzureTokens.Verify(token), AzureTokens.Verify(token));

        one.Checks.Should().Equal(other.Checks);
        one.Claims!.Values().Should().Equal(other.Claims!.Values());
        one.Claims!.SignedHash.Should().Be(other.Claims!.SignedHash);
    }

    public static TheoryData<string, string, JsonNode?, AttestationFailure> Rules() => new()
    {
        { "snp", "x-ms-policy-hash", "other", AttestationFailure.PolicyHash },
        { "snp", "x-ms-compliance-status", "azure-signed-katacc-uvm", AttestationFailure.Compliance },
        { "snp", "x-ms-compliance-status", null, AttestationFailure.Compliance },
        { "snp", "x-ms-sevsnpvm-is-debuggable", true, AttestationFailure.DebugEnabled },
        { "snp", "x-ms-sevsnpvm-migration-allowed", true, AttestationFailure.MigrationAllowed },
        { "snp", "x-ms-sevsnpvm-vmpl", 1, AttestationFailure.VmplNotAllowed },
        { "snp", "x-ms-sevsnpvm-bootloader-svn", 2, AttestationFailure.TcbOutOfDate },
        { "snp", "x-ms-sevsnpvm-snpfw-svn", 7, AttestationFailure.TcbOutOfDate },
        { "snp", "x-ms-sevsnpvm-microcode-svn", 114, AttestationFailure.TcbOutOfDate },
        { "snp", "x-ms-sevsnpvm-guestsvn", 1, AttestationFailure.TcbOutOfDate },
        { "snp", "x-ms-sevsnpvm-launchmeasurement", new string('f', 96), AttestationFailure.MeasurementMismatch },
        { "snp", "x-ms-sevsnpvm-hostdata", new string('f', 64), AttestationFailure.MeasurementMismatch },
        { "snp", "x-ms-sevsnpvm-reportdata", new string('f', 128), AttestationFailure.ReportDataMismatch },
        { "tdx", "attester_tcb_status", "OutOfDate", AttestationFailure.TcbOutOfDate },
        { "tdx", "attester_tcb_status", "Revoked", AttestationFailure.TcbRevoked },
        { "tdx", "attester_tcb_status", "SWHardeningNeeded", AttestationFailure.TcbSwHardeningNeeded },
        { "tdx", "attester_tcb_status", "ConfigurationNeeded", AttestationFailure.TcbConfigurationNeeded },
        { "tdx", "tdx_tee_tcb_svn", "03010500000000000000000000000000", AttestationFailure.TcbOutOfDate },
        { "tdx", "tdx_td_attributes", "0100001000000000", AttestationFailure.DebugEnabled },
        { "tdx", "tdx_td_attributes_debug", true, AttestationFailure.DebugEnabled },
        { "tdx", "tdx_td_attributes", "0000003000000000", AttestationFailure.MigrationAllowed },
        { "tdx", "tdx_rtmr2", new string('f', 96), AttestationFailure.MeasurementMismatch },
        { "tdx", "tdx_report_data", new string('f', 128), AttestationFailure.ReportDataMismatch },
        { "guest", "secureboot", false, AttestationFailure.Compliance },
        { "guest", "x-ms-azurevm-debuggersdisabled", false, AttestationFailure.DebugEnabled },
        { "guest", "x-ms-azurevm-debuggersdisabled", null, AttestationFailure.DebugEnabled },
        { "guest", "x-ms-runtime", null, AttestationFailure.ReportDataMismatch },
    };

    [Theory]
    [MemberData(nameof(Rules), DisableDiscoveryEnumeration = true)]
    public void A_valid_token_that_breaks_one_rule_is_refused_for_that_rule_only(string kind, string claim, JsonNode? value, AttestationFailure expected)
    {
        var token = Token(kind);
        token[claim] = value?.DeepClone();

        var appraisal = AzureTokens.Verify(token);

        appraisal.IsValid.Should().BeTrue();
        appraisal.Checks.Where(check => !check.Passed).Select(check => check.Failure).Distinct().Should().Equal(expected);
    }

    [Theory]
    [InlineData("snp", "x-ms-policy-hash")]
    [InlineData("snp", "x-ms-sevsnpvm-is-debuggable")]
    [InlineData("snp", "x-ms-sevsnpvm-migration-allowed")]
    [InlineData("snp", "x-ms-sevsnpvm-vmpl")]
    [InlineData("snp", "x-ms-sevsnpvm-microcode-svn")]
    [InlineData("snp", "x-ms-sevsnpvm-guestsvn")]
    [InlineData("snp", "x-ms-sevsnpvm-launchmeasurement")]
    [InlineData("snp", "x-ms-sevsnpvm-reportdata")]
    [InlineData("tdx", "tdx_mrtd")]
    [InlineData("tdx", "tdx_report_data")]
    [InlineData("tdx", "tdx_td_attributes")]
    [InlineData("tdx", "tdx_td_attributes_debug")]
    [InlineData("tdx", "tdx_tee_tcb_svn")]
    [InlineData("tdx", "attester_tcb_status")]
    public void A_claim_that_decides_must_be_there_and_of_its_type(string kind, string claim)
    {
        foreach (var value in new JsonNode?[] { null, "x", new JsonArray(), 1.5, -1 })
        {
            if (claim == "x-ms-policy-hash" && value?.GetValueKind() == System.Text.Json.JsonValueKind.String) continue;
            var token = Token(kind);
            token[claim] = value;
            var appraisal = AzureTokens.Verify(token);
            (appraisal.Failure, appraisal.Claims).Should().Be((AttestationFailure.TokenMalformed, null));
        }
    }

    [Fact]
    public void A_number_is_no_status_of_a_platform()
    {
        var token = AzureTokens.Tdx();
        token["attester_tcb_status"] = "0";

        AzureTokens.Verify(token).Failure.Should().Be(AttestationFailure.TokenMalformed);
    }

    [Fact]
    public void What_lies_behind_is_said_by_component_with_what_is_needed()
    {
        var token = AzureTokens.Snp();
        token["x-ms-sevsnpvm-microcode-svn"] = 100;

        var appraisal = AzureTokens.Verify(token);

        appraisal.Tcb.Should().Be(TcbStatus.OutOfDate);
        appraisal.Vector.Hardware.Should().Be(TrustTier.Warning);
        var finding = appraisal.Findings.Should().ContainSingle(found => found.Failure == AttestationFailure.TcbOutOfDate).Which;
        (finding.Component, finding.Found, finding.Needed).Should().Be(("microcode", "100", "115"));
    }

    [Fact]
    public void A_guest_under_the_paravisor_is_bound_by_user_data()
    {
        foreach (var kind in new[] { "snp", "tdx" })
        {
            var token = Token(kind);
            token[kind == "snp" ? "x-ms-sevsnpvm-reportdata" : "tdx_report_data"] = new string('f', 128);
            token["x-ms-runtime"] = new JsonObject { ["user-data"] = AzureTokens.ReportDataHex.ToUpperInvariant() };
            AzureTokens.Verify(token).IsAccepted.Should().BeTrue();
            token["x-ms-runtime"] = new JsonObject { ["user-data"] = OtherData };
            AzureTokens.Verify(token).Failure.Should().Be(AttestationFailure.ReportDataMismatch);
        }
    }

    [Fact]
    public void Outside_the_hardwares_own_claims_user_data_binds_nothing()
    {
        var token = AzureTokens.Guest();
        token["x-ms-runtime"] = new JsonObject { ["user-data"] = AzureTokens.ReportDataHex };

        AzureTokens.Verify(token).Failure.Should().Be(AttestationFailure.ReportDataMismatch);
    }

    [Fact]
    public void A_client_payload_binds_in_guest_tokens_only()
    {
        var token = AzureTokens.Snp();
        token["x-ms-sevsnpvm-reportdata"] = new string('f', 128);
        token["x-ms-runtime"] = new JsonObject { ["client-payload"] = new JsonObject { ["nonce"] = AzureTokens.ReportDataHex } };

        AzureTokens.Verify(token).Failure.Should().Be(AttestationFailure.ReportDataMismatch);
    }

    [Fact]
    public void No_binding_is_checked_when_a_file_is_looked_at_by_itself() =>
        AzureTokens.Verify(AzureTokens.Snp(), AzureTokens.Context with { ReportData = default })
            .Checks.Should().ContainSingle(check => check.Id == "A10").Which.Detail.Should().Be("not asked");

    [Fact]
    public void Whatever_the_policy_leaves_out_is_denied()
    {
        var azure = AzureTokens.Azure;
        FailureOf("snp", null).Should().Be(AttestationFailure.PolicyMissing);
        FailureOf("snp", new AzurePolicy()).Should().Be(AttestationFailure.IssuerNotAllowed);
        FailureOf("snp", azure with { Instances = [new AzureInstance(AzureTokens.Issuer, [])] }).Should().Be(AttestationFailure.PolicyHash);
        FailureOf("snp", azure with { ComplianceStatuses = [] }).Should().Be(AttestationFailure.Compliance);
        FailureOf("snp", azure with { Vmpls = [] }).Should().Be(AttestationFailure.VmplNotAllowed);
        FailureOf("snp", azure with { Snp = null }).Should().Be(AttestationFailure.TcbOutOfDate);
        FailureOf("tdx", azure with { Tdx = null }).Should().Be(AttestationFailure.TcbOutOfDate);
        FailureOf("tdx", azure with { Tdx = new AzureTdxFloor([], azure.Tdx!.TeeTcbSvn) }).Should().Be(AttestationFailure.TcbOutOfDate);
        FailureOf("tdx", azure with { Tdx = new AzureTdxFloor([TcbStatus.UpToDate], default) }).Should().Be(AttestationFailure.TcbOutOfDate);
        AzureTokens.Verify(AzureTokens.Snp(), AzureTokens.Context with { Policy = AzureTokens.Policy with { Images = [AzureTokens.Policy.Images[1]] } }).Failure.Should().Be(AttestationFailure.MeasurementMismatch);
    }

    [Fact]
    public void A_policy_reads_back_from_its_JSON_and_keeps_its_hash()
    {
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(AzureTokens.Policy, Policy.PolicyJson.Options);

        Policy.PolicyJson.Parse(json).Hash().Should().Be(AzureTokens.Policy.Hash());
        Encoding.UTF8.GetString(json).Should().Contain(AzureTokens.PolicyHash);
    }

    private static AttestationFailure FailureOf(string kind, AzurePolicy? azure) => AzureTokens.Verify(Token(kind), AzureTokens.With(azure)).Failure;

    private static JsonObject Token(string kind) => kind switch
    {
        "snp" => AzureTokens.Snp(),
        "tdx" => AzureTokens.Tdx(),
        _ => AzureTokens.Guest(),
    };
}
