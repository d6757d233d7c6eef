using System.Text;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Azure;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tests.Tokens;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tests.Azure;

/// <summary>Tokens that Azure Attestation really issued, with the verdicts of their README.</summary>
public sealed class AzureVectorTests
{
    private const string Wus = "https://sharedwus.wus.attest.azure.net";
    private const string Aad = "https://cplarryoattestationaad.wus.attest.azure.net";
    private const string Weu = "https://sharedweu.weu.attest.azure.net";
    private const string WeuTest = "https://sharedweu.weu.test.attest.azure.net";
    private static readonly DateTimeOffset Spring = new(2022, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Winter = new(2022, 12, 23, 23, 30, 0, TimeSpan.Zero);

    [VectorFact]
    public void The_guest_token_of_a_confidential_machine_is_accepted_in_its_time()
    {
        var unknown = Verify("cvm_2022_azurevm.jwt", Weu, "jwks_sharedweu_2022.json", Winter, [.. AzureTokens.Policy.Images]);
        unknown.IsValid.Should().BeTrue();
        unknown.Failure.Should().Be(AttestationFailure.MeasurementMismatch, "the policy lists other images");
        var claims = (AzureClaims)unknown.Claims!;
        claims.Measurements["measurement"].ToString().Should().StartWith("ad6de16ac59ee523");

        var image = new AllowedImage(ImageDigest.Of(EvidenceKind.AzureToken, claims.Measurements), ImageRole.Provider, Tier.CpuTee, null, "paravisor", claims.Measurements);
        var appraisal = Verify("cvm_2022_azurevm.jwt", Weu, "jwks_sharedweu_2022.json", Winter, image);

        appraisal.Checks.Where(check => !check.Passed).Should().BeEmpty();
        appraisal.Claims!.HardwareId.Should().Be("azure:6506B531-1634-431E-99D2-42B7D3414AD0");
        appraisal.Claims.ReportData.ToString().Should().StartWith("c6500859af954402");
    }

    [VectorFact]
    public void Once_expired_it_stays_expired()
    {
        foreach (var days in new[] { 1, 10, 1_000, 100_000 })
            Verify("cvm_2022_azurevm.jwt", Weu, "jwks_sharedweu_2022.json", Winter.AddDays(days)).Failure.Should().Be(AttestationFailure.TokenExpired);
    }

    [VectorTheory]
    [InlineData("sgx_simple_shared.jwt", Wus, "jwks_sharedwus.json")]
    [InlineData("sgx_runtimejson_aad.jwt", Aad, "jwks_aad.json")]
    public void Tokens_about_enclaves_have_a_good_signature_and_are_of_the_wrong_kind(string file, string issuer, string keys)
    {
        var appraisal = Verify(file, issuer, keys, Spring);

        appraisal.Checks.Should().ContainSingle(check => check.Id == "A5").Which.Passed.Should().BeTrue();
        appraisal.Failure.Should().Be(AttestationFailure.AttestationType);
    }

    [VectorFact]
    public void Bad_input_73_two_instances_share_a_key_and_only_the_issuer_tells_them_apart()
    {
        Verify("sgx_runtimejson_aad.jwt", Wus, "jwks_sharedwus.json", Spring).Failure.Should().Be(AttestationFailure.IssuerNotAllowed);
        var text = Vectors.Text("maa/sgx_runtimejson_aad.jwt");
        Attestation.Tokens.CompactJws.TryParse(Encoding.ASCII.GetBytes(text), out var token, out _).Should().BeTrue();
        Attestation.Tokens.JsonWebKeySet.TryParse(Vectors.Bytes("maa/jwks_sharedwus.json"), out var keys, out _).Should().BeTrue();
        token.IsSignedBy(keys.Find(token.KeyId)!, Attestation.Tokens.JwsAlgorithm.RS256).Should().BeTrue("the signature alone says nothing");
    }

    [VectorFact]
    public void Bad_input_70_a_genuine_answer_without_a_signature() =>
        Verify("alg_none_draftpolicy_shared.jwt", Wus, "jwks_sharedwus.json", Spring).Failure.Should().Be(AttestationFailure.AlgorithmNotAllowed);

    [VectorFact]
    public void A_token_of_a_test_instance_is_refused_by_issuer_and_if_listed_by_key()
    {
        var at = new DateTimeOffset(2025, 4, 8, 6, 0, 0, TimeSpan.Zero);
        Verify("snp_aci_2025_nokey.jwt", Weu, "jwks_sharedweu_2022.json", at).Failure.Should().Be(AttestationFailure.IssuerNotAllowed);
        Verify("snp_aci_2025_nokey.jwt", WeuTest, "jwks_sharedweu_2022.json", at).Failure.Should().Be(AttestationFailure.UnknownKey);
    }

    [VectorFact]
    public void Whatever_is_cut_or_flipped_in_a_genuine_token_it_is_not_valid_and_nothing_is_thrown()
    {
        var good = Vectors.Bytes("maa/cvm_2022_azurevm.jwt");
        var context = Context(Weu, "jwks_sharedweu_2022.json", Winter);
        var verifier = new AzureVerifier();
        for (var at = 0; at < good.Length; at += 7)
        {
            var flipped = (byte[])good.Clone();
            flipped[at] ^= (byte)(1 << (at % 8));
            verifier.Verify(new MachineEvidence(EvidenceKind.AzureToken, flipped), context).IsValid.Should().BeFalse();
            verifier.Verify(new MachineEvidence(EvidenceKind.AzureToken, good.AsMemory(0, at)), context).IsValid.Should().BeFalse();
        }
    }

    private static EvidenceAppraisal Verify(string file, string issuer, string keys, DateTimeOffset at, params AllowedImage[] images) =>
        new AzureVerifier().Verify(new MachineEvidence(EvidenceKind.AzureToken, Vectors.Bytes($"maa/{file}")), Context(issuer, keys, at, images));

    private static AppraisalContext Context(string issuer, string keys, DateTimeOffset at, params AllowedImage[] images)
    {
        var azure = AzureTokens.Azure with { Instances = [new AzureInstance(issuer, [AzureTokens.PolicyHash])] };
        CollateralSnapshot collateral = TestIssuer.Collateral(issuer, Vectors.Bytes($"maa/{keys}"));
        return new AppraisalContext(default, collateral, new PolicyDocument { NetworkId = -3, Azure = azure, Images = [.. images] }, at);
    }
}
