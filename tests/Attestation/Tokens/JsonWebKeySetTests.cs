using System.Text;
using System.Text.Json.Nodes;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tokens;

namespace Cocoon.Attestation.Tests.Tokens;

public sealed class JsonWebKeySetTests
{
    private static readonly byte[] Signed = "signed"u8.ToArray();

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    public void A_key_verifies_its_own_algorithm_and_no_other(string name)
    {
        using var issuer = Issuer(name);
        var key = Read(issuer.Jwk()).Find(issuer.KeyId)!;
        CompactJws.TryParse(Encoding.ASCII.GetBytes(issuer.Sign("""{"alg":"NAME"}""".Replace("NAME", name, StringComparison.Ordinal), """{"a":1}""")), out var token, out _).Should().BeTrue();

        foreach (var algorithm in Enum.GetValues<JwsAlgorithm>()) token.IsSignedBy(key, algorithm).Should().Be(algorithm.ToString() == name);
        // The same imported key again.
        token.IsSignedBy(key, Enum.Parse<JwsAlgorithm>(name)).Should().BeTrue();
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    public void Degenerate_signatures_are_refused(string name)
    {
        using var issuer = Issuer(name);
        var key = Read(issuer.Jwk()).Find(issuer.KeyId)!;
        var algorithm = Enum.Parse<JwsAlgorithm>(name);
        foreach (var length in new[] { 0, 1, 63, 64, 65, 95, 96, 97, 255, 256, 257 })
        {
            key.Verify(algorithm, Signed, new byte[length]).Should().BeFalse();
            key.Verify(algorithm, Signed, [.. Enumerable.Repeat((byte)0xFF, length)]).Should().BeFalse();
        }
    }

    [Fact]
    public void Bad_input_74_an_id_that_is_absent_or_there_twice_finds_no_key()
    {
        using var issuer = TestIssuer.P256();
        using var other = TestIssuer.P256();

        Read(issuer.Jwk()).Find("key-2").Should().BeNull();
        Read(issuer.Jwk()).Find(null).Should().BeNull();
        Read(issuer.Jwk(), other.Jwk()).Find(issuer.KeyId).Should().BeNull();
    }

    [Fact]
    public void Weak_and_mismatched_keys_are_not_used()
    {
        using var weak = TestIssuer.Rsa(1024);
        var token = weak.Sign(weak.Header(), []);
        CompactJws.TryParse(Encoding.ASCII.GetBytes(token), out var parsed, out _).Should().BeTrue();
        parsed.IsSignedBy(Read(weak.Jwk()).Find(weak.KeyId)!, JwsAlgorithm.RS256).Should().BeFalse("1024 bits are too few");

        using var issuer = TestIssuer.P256();
        var encryption = issuer.Jwk();
        encryption["use"] = "enc";
        var offCurve = issuer.Jwk();
        offCurve["y"] = TestIssuer.Encode(new byte[32]);
        var longer = issuer.Jwk();
        longer["x"] = TestIssuer.Encode(new byte[33]);
        var otherCurve = issuer.Jwk();
        otherCurve["crv"] = "P-521";
        var symmetric = new JsonObject { ["kty"] = "oct", ["kid"] = issuer.KeyId, ["k"] = "AAAA" };
        foreach (var bad in new[] { encryption, offCurve, longer, otherCurve, symmetric, [] }) Read(bad).Count.Should().Be(0);
    }

    [Fact]
    public void A_key_for_another_algorithm_is_not_used()
    {
        using var issuer = TestIssuer.P256();
        var jwk = issuer.Jwk();
        jwk["alg"] = "ES384";
        CompactJws.TryParse(Encoding.ASCII.GetBytes(issuer.Sign(issuer.Header(), [])), out var token, out _).Should().BeTrue();

        token.IsSignedBy(Read(jwk).Find(issuer.KeyId)!, JwsAlgorithm.ES256).Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    [InlineData("""{"keys":[{"kid":"a","kid":"b"}]}""")]
    public void What_is_no_key_set_is_refused(string text)
    {
        JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(text), out _, out var failure).Should().BeFalse();
        failure.Should().Be(AttestationFailure.CollateralMalformed);
    }

    [VectorTheory]
    [InlineData("jwks_aad.json", 3)]
    [InlineData("jwks_sharedwus.json", 3)]
    [InlineData("jwks_sharedweu_2022.json", 2)]
    public void Azures_own_sets_hold_their_keys_in_certificates(string file, int keys)
    {
        JsonWebKeySet.TryParse(Vectors.Bytes($"maa/{file}"), out var set, out _).Should().BeTrue();
        set.Count.Should().Be(keys);
    }

    private static TestIssuer Issuer(string algorithm) => algorithm switch
    {
        "RS256" => TestIssuer.Rsa(),
        "ES256" => TestIssuer.P256(),
        _ => TestIssuer.P384(),
    };

    private static JsonWebKeySet Read(params JsonObject[] keys)
    {
        JsonWebKeySet.TryParse(TestIssuer.KeySet(keys), out var set, out _).Should().BeTrue();
        return set;
    }
}
