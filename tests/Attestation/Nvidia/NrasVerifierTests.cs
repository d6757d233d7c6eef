using System.Text;
using System.Text.Json.Nodes;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Tests.Tokens;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tests.Nvidia;

public sealed class NrasVerifierTests
{
    [Fact]
    public void A_good_bundle_is_accepted_and_names_every_GPU()
    {
        var appraisal = new NrasTokens().Verify();

        appraisal.Checks.Where(check => !check.Passed).Should().BeEmpty();
        (appraisal.IsAccepted, appraisal.Tcb, appraisal.Limit).Should().Be((true, TcbStatus.UpToDate, Tier.CcGpu));
        appraisal.Claims!.HardwareId.Should().Be("nvidia:100,nvidia:101");
        appraisal.Claims.ReportData.ToArray().Should().Equal(NrasTokens.Nonce);
        appraisal.Vector.Should().Be(new TrustVector(2, 2, 2, 0, 2, 0, 0, 0));
        appraisal.NotAfter.Should().Be(NrasTokens.At.AddMinutes(55));
    }

    [Fact]
    public void Bad_input_69_a_digest_that_was_changed()
    {
        var tokens = new NrasTokens { Replace = (name, token) => name == "GPU-1" ? NrasTokens.Key.Sign(NrasTokens.Key.Header(), NrasTokens.Gpu("102")) : token };
        tokens.Verify().Failure.Should().Be(AttestationFailure.NrasSubmoduleDigest);

        var overall = new NrasTokens();
        overall.Overall["submods"] = new JsonObject { ["GPU-0"] = new JsonArray("DIGEST", new JsonArray("SHA-1", "00")), ["GPU-1"] = "x" };
        overall.Verify().Failure.Should().Be(AttestationFailure.NrasSubmoduleDigest);
    }

    [Fact]
    public void Bad_input_69_a_submodule_missing_or_extra()
    {
        var whole = new NrasTokens();
        var parts = JsonNode.Parse(whole.Bundle())!.AsArray();
        parts[1]!.AsObject().Remove("GPU-1");
        NrasTokens.Verify(parts.ToJsonString()).Failure.Should().Be(AttestationFailure.NrasSubmoduleMissing);
        parts = JsonNode.Parse(whole.Bundle())!.AsArray();
        parts[1]!["GPU-2"] = parts[1]!["GPU-1"]!.DeepClone();
        NrasTokens.Verify(parts.ToJsonString()).Failure.Should().Be(AttestationFailure.NrasSubmoduleMissing);

        var none = new NrasTokens();
        none.Gpus.Clear();
        none.Verify().Failure.Should().Be(AttestationFailure.NrasSubmoduleMissing, "a verdict about nothing is none");
    }

    [Theory]
    [InlineData("measres", "fail")]
    [InlineData("measres", null)]
    [InlineData("secboot", false)]
    [InlineData("secboot", null)]
    [InlineData("secboot", "true")]
    [InlineData("dbgstat", "enabled")]
    [InlineData("x-nvidia-gpu-arch-check", false)]
    [InlineData("x-nvidia-gpu-attestation-report-nonce-match", false)]
    [InlineData("x-nvidia-gpu-driver-rim-signature-verified", false)]
    [InlineData("x-nvidia-gpu-attestation-report-cert-chain", null)]
    public void Bad_input_69_overall_true_but_a_submodule_failed(string claim, object? value)
    {
        var tokens = new NrasTokens();
        tokens.Gpus["GPU-1"][claim] = value is null ? null : JsonValue.Create(value);

        var appraisal = tokens.Verify();

        (appraisal.IsValid, appraisal.Failure).Should().Be((true, AttestationFailure.NrasSubmoduleResult));
        appraisal.Checks.Single(check => check.Failure == AttestationFailure.NrasSubmoduleResult).Detail.Should().Be(claim);
        appraisal.Vector.Executables.Should().Be(TrustTier.Contraindicated);
    }

    [Fact]
    public void A_certificate_on_hold_is_refused()
    {
        var tokens = new NrasTokens();
        tokens.Gpus["GPU-0"]["x-nvidia-gpu-attestation-report-cert-chain"]!["x-nvidia-cert-ocsp-status"] = "revoked";

        tokens.Verify().Failure.Should().Be(AttestationFailure.NrasSubmoduleResult);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    [InlineData("true")]
    public void An_overall_result_that_is_not_true_is_refused(object? value)
    {
        var tokens = new NrasTokens();
        tokens.Overall["x-nvidia-overall-att-result"] = value is null ? null : JsonValue.Create(value);

        tokens.Verify().Failure.Should().Be(AttestationFailure.NrasOverall);
    }

    [Theory]
    [InlineData("https://nras.attestation-stg.nvidia.com")]
    [InlineData("https://nras.attestation.nvidia.com.evil.example")]
    [InlineData("https://nras.attestation.nvidia.com/")]
    [InlineData("")]
    public void Bad_input_69_the_staging_issuer_and_others(string issuer)
    {
        var tokens = new NrasTokens();
        tokens.Overall["iss"] = issuer;
        tokens.Verify().Failure.Should().Be(AttestationFailure.NrasIssuer);

        var inner = new NrasTokens();
        inner.Gpus["GPU-0"]["iss"] = issuer;
        inner.Verify().Failure.Should().Be(AttestationFailure.NrasIssuer);
    }

    [Fact]
    public void Bad_input_69_HS256_with_the_public_key_as_secret()
    {
        var header = NrasTokens.Key.Header();
        header["alg"] = "HS256";
        var good = JsonNode.Parse(new NrasTokens().Bundle())!.AsArray();
        var signed = $"{TestIssuer.Encode(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{good[0]![1]!.GetValue<string>().Split('.')[1]}";
        var tag = System.Security.Cryptography.HMACSHA256.HashData(NrasTokens.Key.PublicKey(), Encoding.ASCII.GetBytes(signed));
        good[0]![1] = $"{signed}.{TestIssuer.Encode(tag)}";

        NrasTokens.Verify(good.ToJsonString()).Failure.Should().Be(AttestationFailure.NrasAlg);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("es384")]
    [InlineData("ES256")]
    [InlineData("RS256")]
    public void Another_algorithm_is_refused(string algorithm)
    {
        var tokens = new NrasTokens();
        tokens.Header["alg"] = algorithm;

        tokens.Verify().Failure.Should().Be(AttestationFailure.NrasAlg);
    }

    [Fact]
    public void Bad_input_69_a_nonce_of_another_case_length_or_request()
    {
        foreach (var nonce in new[] { Convert.ToHexString(NrasTokens.Nonce), Convert.ToHexStringLower(NrasTokens.Nonce[..31]), $"{Convert.ToHexStringLower(NrasTokens.Nonce)}00", "", new string('0', 64) })
        {
            var tokens = new NrasTokens();
            tokens.Overall["eat_nonce"] = nonce;
            foreach (var gpu in tokens.Gpus.Values) gpu["eat_nonce"] = nonce;
            tokens.Verify().Failure.Should().Be(AttestationFailure.NrasNonce);
        }

        var mixed = new NrasTokens();
        mixed.Gpus["GPU-1"]["eat_nonce"] = new string('0', 64);
        mixed.Verify(NrasTokens.Context with { ReportData = default }).Failure.Should().Be(AttestationFailure.NrasNonce);
    }

    [Fact]
    public void Keys_are_the_issuers_and_exactly_one_fits()
    {
        using var other = TestIssuer.P384();
        var tokens = new NrasTokens();

        tokens.Verify(NrasTokens.With(CollateralSnapshot.Empty)).Failure.Should().Be(AttestationFailure.CollateralMissing);
        tokens.Verify(NrasTokens.With(TestIssuer.Collateral("https://other.example", NrasTokens.Key.Jwk()))).Failure.Should().Be(AttestationFailure.CollateralMissing);
        tokens.Verify(NrasTokens.With(TestIssuer.Collateral(NrasTokens.Issuer, "{}"u8.ToArray()))).Failure.Should().Be(AttestationFailure.CollateralMalformed);
        tokens.Verify(NrasTokens.With(TestIssuer.Collateral(NrasTokens.Issuer, other.Jwk()))).Failure.Should().Be(AttestationFailure.NrasSignature);
        tokens.Verify(NrasTokens.With(TestIssuer.Collateral(NrasTokens.Issuer, NrasTokens.Key.Jwk(), other.Jwk()))).Failure.Should().Be(AttestationFailure.NrasUnknownKey);
        tokens.Header.Remove("kid");
        tokens.Verify().Failure.Should().Be(AttestationFailure.NrasUnknownKey);
    }

    [Fact]
    public void One_GPU_twice_is_refused()
    {
        var tokens = new NrasTokens();
        tokens.Gpus["GPU-1"] = NrasTokens.Gpu("100");

        tokens.Verify().Failure.Should().Be(AttestationFailure.DuplicateGpu);
    }

    [Fact]
    public void Each_GPU_is_looked_up_among_the_revoked()
    {
        var context = NrasTokens.Context with { Policy = NrasTokens.Policy with { RevokedHardware = NrasTokens.Policy.RevokedHardware.Add("nvidia:101") } };

        new NrasTokens().Verify(context).Failure.Should().Be(AttestationFailure.Revoked);
    }

    [Fact]
    public void A_switch_is_no_GPU_and_an_old_driver_says_what_is_needed()
    {
        var @switch = new NrasTokens();
        @switch.Gpus["GPU-1"]["hwmodel"] = "LS10 A01";
        @switch.Verify().Failure.Should().Be(AttestationFailure.ArchMismatch);

        foreach (var driver in new[] { "550.54.15", "549.99", "unknown" })
        {
            var old = new NrasTokens();
            old.Gpus["GPU-1"]["x-nvidia-gpu-driver-version"] = driver;
            var appraisal = old.Verify();
            (appraisal.Failure, appraisal.Tcb, appraisal.Vector.Hardware).Should().Be((AttestationFailure.TcbOutOfDate, TcbStatus.OutOfDate, TrustTier.Warning));
            appraisal.Findings.Should().ContainSingle(finding => finding.Component == "GPU-1 driver").Which.Needed.Should().Be("550.90.07");
        }
    }

    [Fact]
    public void Dates_count_for_every_token_and_once_expired_stay_so()
    {
        var tokens = new NrasTokens();
        tokens.Gpus["GPU-1"]["exp"] = NrasTokens.At.AddMinutes(-2).ToUnixTimeSeconds();
        tokens.Verify().Failure.Should().Be(AttestationFailure.NrasExpired);

        foreach (var minutes in new[] { 57, 600, 6_000_000 }) new NrasTokens().Verify(NrasTokens.Context with { At = NrasTokens.At.AddMinutes(minutes) }).Failure.Should().Be(AttestationFailure.NrasExpired);
        new NrasTokens().Verify(NrasTokens.Context with { At = NrasTokens.At.AddMinutes(-10) }).Failure.Should().Be(AttestationFailure.TokenNotYetValid);
        new NrasTokens().Verify(NrasTokens.With(NrasTokens.Policy.Nras! with { MaxTokenAge = TimeSpan.FromMinutes(4) })).Failure.Should().Be(AttestationFailure.TokenTooOld);
    }

    [Fact]
    public void Whatever_the_policy_leaves_out_is_denied()
    {
        new NrasTokens().Verify(NrasTokens.With((NrasPolicy?)null)).Failure.Should().Be(AttestationFailure.PolicyMissing);
        new NrasTokens().Verify(NrasTokens.With(new NrasPolicy())).Failure.Should().Be(AttestationFailure.NrasIssuer);
        new NrasTokens().Verify(NrasTokens.With(NrasTokens.Policy.Nras! with { Models = [] })).Failure.Should().Be(AttestationFailure.ArchMismatch);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""[["JWT","a"]]""")]
    [InlineData("""[["CWT","a"],{}]""")]
    [InlineData("""[["JWT",1],{}]""")]
    [InlineData("""[["JWT","a"],[]]""")]
    [InlineData("""[["JWT","a"],{"GPU-0":1}]""")]
    [InlineData("""[["JWT","a"],{},{}]""")]
    [InlineData("""[["JWT","\ud800"],{}]""")]
    [InlineData("""[["JWT","a.b.c"],{}]""")]
    public void What_is_no_bundle_is_refused(string text) => NrasTokens.Verify(text).Failure.Should().Be(AttestationFailure.TokenMalformed);

    [Fact]
    public void A_GPU_that_is_listed_twice_or_too_many_of_them_are_refused()
    {
        NrasTokens.Verify("""[["JWT","a"],{"GPU-0":"a","GPU-0":"a"}]""").Failure.Should().Be(AttestationFailure.DuplicateClaim);
        NrasTokens.Verify(NrasTokens.Wrap("a", Enumerable.Range(0, 17).Select(index => ($"GPU-{index}", "a")))).Failure.Should().Be(AttestationFailure.TokenMalformed);
    }
}
