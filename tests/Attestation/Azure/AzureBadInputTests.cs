using System.Text;
using System.Text.Json.Nodes;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Azure;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Tests.Tokens;

namespace Cocoon.Attestation.Tests.Azure;

/// <summary>Bad inputs 70 to 80 of the attestation notes; 76, 79 and 80 are also tried on the parser alone.</summary>
public sealed class AzureBadInputTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    [InlineData("HS256")]
    [InlineData("RS384")]
    [InlineData("PS256")]
    [InlineData("rs256")]
    [InlineData("")]
    public void Bad_input_70_another_algorithm(string algorithm)
    {
        var header = AzureTokens.Key.Header();
        header["alg"] = algorithm;
        var signed = AzureTokens.Key.Sign(header, AzureTokens.Snp());

        AzureTokens.Verify(signed).Failure.Should().Be(AttestationFailure.AlgorithmNotAllowed);
        AzureTokens.Verify(signed[..(signed.LastIndexOf('.') + 1)]).Failure.Should().Be(AttestationFailure.AlgorithmNotAllowed, "there is no signature at all");
    }

    [Fact]
    public void Bad_input_70_the_public_key_as_an_HMAC_secret()
    {
        var header = AzureTokens.Key.Header();
        header["alg"] = "HS256";
        var signed = AzureTokens.Key.Sign(header, AzureTokens.Snp());
        signed = signed[..signed.LastIndexOf('.')];
        var tag = System.Security.Cryptography.HMACSHA256.HashData(AzureTokens.Key.PublicKey(), Encoding.ASCII.GetBytes(signed));

        AzureTokens.Verify($"{signed}.{TestIssuer.Encode(tag)}").Failure.Should().Be(AttestationFailure.AlgorithmNotAllowed);
    }

    [Theory]
    [InlineData("https://evil.example/certs")]
    [InlineData("https://sharedtest.weu.attest.azure.net.evil.example/certs")]
    [InlineData("http://sharedtest.weu.attest.azure.net/certs")]
    [InlineData("https://sharedtest.weu.attest.azure.net/certs/")]
    [InlineData("")]
    public void Bad_input_71_jku_of_another_place(string jku) =>
        AzureTokens.Verify(AzureTokens.Key.Sign(AzureTokens.Key.Header(jku), AzureTokens.Snp())).Failure.Should().Be(AttestationFailure.JkuMismatch);

    [Fact]
    public void Bad_input_71_jku_that_is_no_text()
    {
        var header = AzureTokens.Key.Header();
        header["jku"] = new JsonArray($"{AzureTokens.Issuer}/certs");

        AzureTokens.Verify(AzureTokens.Key.Sign(header, AzureTokens.Snp())).Failure.Should().Be(AttestationFailure.JkuMismatch);
    }

    [Theory]
    [InlineData("https://sharedtest.weu.attest.azure.net.evil.example")]
    [InlineData("https://evilsharedtest.weu.attest.azure.net")]
    [InlineData("https://attest.azure.net@evil.example")]
    [InlineData("https://user@sharedtest.weu.attest.azure.net")]
    [InlineData("https://sharedtest.weu.attest.azure.net:8443")]
    [InlineData("https://sharedtest.weu.attest.azure.net/")]
    [InlineData("https://SHAREDTEST.weu.attest.azure.net")]
    [InlineData("http://sharedtest.weu.attest.azure.net")]
    [InlineData("")]
    public void Bad_input_72_issuer_that_only_looks_right(string issuer)
    {
        var token = AzureTokens.Snp();
        token["iss"] = issuer;
        AzureTokens.Verify(token).Failure.Should().Be(AttestationFailure.IssuerNotAllowed);
        token["iss"] = new JsonArray(AzureTokens.Issuer);
        AzureTokens.Verify(token).Failure.Should().Be(AttestationFailure.IssuerNotAllowed);
    }

    [Theory]
    [InlineData("https://user@sharedtest.weu.attest.azure.net")]
    [InlineData("https://sharedtest.weu.attest.azure.net:8443")]
    [InlineData("http://sharedtest.weu.attest.azure.net")]
    public void Bad_input_72_such_an_issuer_counts_not_even_when_a_policy_lists_it(string issuer)
    {
        var token = AzureTokens.Snp();
        token["iss"] = issuer;

        AzureTokens.Verify(token, AzureTokens.With(AzureTokens.Azure with { Instances = [new AzureInstance(issuer, [AzureTokens.PolicyHash])] })).Failure.Should().Be(AttestationFailure.IssuerNotAllowed);
    }

    [Fact]
    public void Bad_input_73_a_token_of_another_instance_under_the_same_key()
    {
        const string other = "https://mine.weu.attest.azure.net";
        var token = AzureTokens.Snp();
        token["iss"] = other;
        var collateral = AzureTokens.Collateral.With(TestIssuer.Collateral(other, AzureTokens.Key.Jwk()).Items);

        AzureTokens.Verify(token, AzureTokens.Context with { Collateral = collateral }).Failure.Should().Be(AttestationFailure.IssuerNotAllowed);
    }

    [Fact]
    public void Bad_input_74_a_key_id_that_names_no_key_or_two()
    {
        var unknown = AzureTokens.Key.Header();
        unknown["kid"] = "key-2";
        var absent = AzureTokens.Key.Header();
        absent.Remove("kid");
        using var second = TestIssuer.Rsa();
        var twice = AzureTokens.Context with { Collateral = TestIssuer.Collateral(AzureTokens.Issuer, AzureTokens.Key.Jwk(), second.Jwk()) };

        AzureTokens.Verify(AzureTokens.Key.Sign(unknown, AzureTokens.Snp())).Failure.Should().Be(AttestationFailure.UnknownKey);
        AzureTokens.Verify(AzureTokens.Key.Sign(absent, AzureTokens.Snp())).Failure.Should().Be(AttestationFailure.UnknownKey);
        AzureTokens.Verify(AzureTokens.Snp(), twice).Failure.Should().Be(AttestationFailure.UnknownKey);
    }

    [Fact]
    public void Without_keys_the_detail_names_what_to_fetch()
    {
        var check = AzureTokens.Verify(AzureTokens.Snp(), AzureTokens.Context with { Collateral = CollateralSnapshot.Empty }).Checks[^1];

        check.Failure.Should().Be(AttestationFailure.CollateralMissing);
        check.Detail.Should().Contain($"{AzureTokens.Issuer}/certs");
        AzureTokens.Verify(AzureTokens.Snp(), AzureTokens.Context with { Collateral = TestIssuer.Collateral(AzureTokens.Issuer, "no keys"u8.ToArray()) }).Failure.Should().Be(AttestationFailure.CollateralMalformed);
    }

    [Fact]
    public void A_signature_of_another_key_or_over_another_text_is_refused()
    {
        using var other = TestIssuer.Rsa();
        var good = AzureTokens.Key.Sign(AzureTokens.Key.Header(), AzureTokens.Snp());
        var changed = AzureTokens.Snp();
        changed["x-ms-sevsnpvm-guestsvn"] = 3;
        var payload = AzureTokens.Key.Sign(AzureTokens.Key.Header(), changed).Split('.')[1];

        AzureTokens.Verify(other.Sign(other.Header(), AzureTokens.Snp())).Failure.Should().Be(AttestationFailure.TokenSignature);
        AzureTokens.Verify($"{good.Split('.')[0]}.{payload}.{good.Split('.')[2]}").Failure.Should().Be(AttestationFailure.TokenSignature);
    }

    [Theory]
    [InlineData("exp", "")]
    [InlineData("exp", "\"2100000000\"")]
    [InlineData("exp", "1e309")]
    [InlineData("exp", "2.1e9")]
    [InlineData("exp", "2100000000.5")]
    [InlineData("exp", "99999999999999999999")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "253402300800")]
    [InlineData("exp", "null")]
    [InlineData("nbf", "")]
    [InlineData("iat", "")]
    public void Bad_input_75_dates_that_are_none(string claim, string value)
    {
        var token = AzureTokens.Snp();
        token.Remove(claim);
        var text = token.ToJsonString();
        if (value.Length > 0) text = text.Insert(1, $"\"{claim}\":{value},");

        var appraisal = AzureTokens.Verify(AzureTokens.Key.Sign(AzureTokens.Key.Header().ToJsonString(), text));

        (appraisal.Failure, appraisal.Checks[^1].Id).Should().Be((AttestationFailure.TokenMalformed, "A6"));
    }

    [Theory]
    [InlineData(-11, AttestationFailure.TokenNotYetValid)]
    [InlineData(-10, AttestationFailure.None)]
    [InlineData(50, AttestationFailure.None)]
    [InlineData(51, AttestationFailure.TokenTooOld)]
    [InlineData(470, AttestationFailure.TokenTooOld)]
    [InlineData(471, AttestationFailure.TokenTooOld)]
    [InlineData(472, AttestationFailure.TokenExpired)]
    [InlineData(1_000_000, AttestationFailure.TokenExpired)]
    public void Bad_input_75_too_early_too_old_and_expired(int minutes, AttestationFailure expected) =>
        AzureTokens.Verify(AzureTokens.Snp(), AzureTokens.Context with { At = AzureTokens.At.AddMinutes(minutes).AddSeconds(minutes < 0 ? -1 : 0) }).Failure.Should().Be(expected);

    [Fact]
    public void Bad_input_75_not_valid_before_a_later_time()
    {
        var token = AzureTokens.Snp();
        token["nbf"] = AzureTokens.At.AddMinutes(2).ToUnixTimeSeconds();

        AzureTokens.Verify(token).Failure.Should().Be(AttestationFailure.TokenNotYetValid);
    }

    [Fact]
    public void The_ends_of_time_throw_nothing()
    {
        AzureTokens.Verify(AzureTokens.Snp(), AzureTokens.Context with { At = DateTimeOffset.MaxValue }).Failure.Should().Be(AttestationFailure.TokenExpired);
        AzureTokens.Verify(AzureTokens.Snp(), AzureTokens.Context with { At = DateTimeOffset.MinValue }).Failure.Should().Be(AttestationFailure.TokenNotYetValid);
        AzureTokens.Verify(AzureTokens.Snp(), AzureTokens.With(AzureTokens.Azure with { MaxTokenAge = TimeSpan.MaxValue })).IsAccepted.Should().BeTrue();
        AzureTokens.Verify(AzureTokens.Snp(), AzureTokens.With(AzureTokens.Azure with { MaxTokenAge = TimeSpan.MinValue })).Failure.Should().Be(AttestationFailure.TokenTooOld);
    }

    [Fact]
    public void Bad_input_76_a_claim_twice()
    {
        var text = AzureTokens.Snp().ToJsonString().Insert(1, "\"x-ms-sevsnpvm-is-debuggable\":true,");

        AzureTokens.Verify(AzureTokens.Key.Sign(AzureTokens.Key.Header().ToJsonString(), text)).Failure.Should().Be(AttestationFailure.DuplicateClaim);
    }

    [Fact]
    public void Bad_input_77_an_azurevm_without_isolation()
    {
        var token = AzureTokens.Guest();
        token.Remove("x-ms-isolation-tee");
        AzureTokens.Verify(token).Failure.Should().Be(AttestationFailure.AttestationType);
        token["x-ms-isolation-tee"] = new JsonObject();
        AzureTokens.Verify(token).Failure.Should().Be(AttestationFailure.AttestationType);
        token["x-ms-isolation-tee"] = new JsonObject { ["x-ms-attestation-type"] = "azurevm" };
        AzureTokens.Verify(token).Failure.Should().Be(AttestationFailure.AttestationType);
    }

    [Theory]
    [InlineData("sgx")]
    [InlineData("tpm")]
    [InlineData("SEVSNPVM")]
    [InlineData("")]
    public void Another_kind_of_machine_is_refused(string type)
    {
        var token = AzureTokens.Snp();
        token["x-ms-attestation-type"] = type;

        AzureTokens.Verify(token).Failure.Should().Be(AttestationFailure.AttestationType);
    }

    [Fact]
    public void Bad_input_78_a_policy_hash_that_is_not_listed()
    {
        var token = AzureTokens.Snp();
        token["x-ms-policy-hash"] = AzureTokens.PolicyHash.ToUpperInvariant();

        AzureTokens.Verify(token).Failure.Should().Be(AttestationFailure.PolicyHash);
    }

    [Fact]
    public void Bad_input_79_other_forms_of_a_good_token()
    {
        var good = AzureTokens.Key.Sign(AzureTokens.Key.Header(), AzureTokens.Snp());
        foreach (var bad in new[] { $"{good}==", $"{good}\n", $" {good}", $"{good}.", $"{good}.AAAA", good.Replace(".", " .", StringComparison.Ordinal) })
            AzureTokens.Verify(bad).Failure.Should().Be(AttestationFailure.TokenMalformed);
    }

    [Fact]
    public void Bad_input_80_a_huge_token() =>
        AzureTokens.Verify($"{AzureTokens.Key.Sign(AzureTokens.Key.Header(), AzureTokens.Snp())}{new string('A', 10_000_000)}").Failure.Should().Be(AttestationFailure.TokenMalformed);
}
