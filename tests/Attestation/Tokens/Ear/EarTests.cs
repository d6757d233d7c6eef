using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Tests.Azure;
using Cocoon.Attestation.Tokens.Ear;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tests.Tokens.Ear;

public sealed class EarTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 12, 0, 0, 250, TimeSpan.Zero);
    private static readonly HexBytes Hash = new([.. Enumerable.Repeat((byte)0xAB, 32)]);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly EarSigner _signer;
    private readonly EarReader _reader;

    public EarTests()
    {
        _signer = new EarSigner(_key, "https://example.org/cocoon", "1.0");
        _reader = new EarReader(_signer.PublicKeys());
    }

    [Fact]
    public void The_payload_is_what_the_draft_says_and_the_same_every_time()
    {
        const string vector = """{"instance-identity":2,"configuration":2,"executables":2,"file-system":0,"hardware":32,"runtime-opaque":0,"storage-opaque":0,"sourced-data":0}""";
        var (ab, zero1, zero3) = (Hash.ToString(), Samples.Claims.ReceiptKey.ToString(), Samples.Claims.IdentityKey.ToString());
        var golden = $$$"""
            {"eat_profile":"tag:github.com,2023:veraison/ear","iat":1795262400,"exp":1795266000,"ear.verifier-id":{"developer":"https://example.org/cocoon","build":"1.0"},
            "submods":{"cpu":{"ear.status":"warning","ear.trustworthiness-vector":{{{vector}}},"ear.appraisal-policy-id":"urn:sha256:{{{ab}}}"}},
            "cocoon.failure":"None","cocoon.detail":"","cocoon.tier":"cpu-tee","cocoon.not-after-ms":1795266000250,"cocoon.policy-hash":"{{{ab}}}","cocoon.collateral-hash":"{{{ab}}}","cocoon.claims-hash":"{{{ab}}}",
            "cocoon.appraisal-hash":"{{{Result().ToAppraisal().Hash}}}","cocoon.receipt-key":"{{{zero1}}}","cocoon.sealing-key":"{{{Samples.Claims.SealingKey}}}","cocoon.identity-key":"{{{zero3}}}",
            "cocoon.findings":[{"failure":"TcbOutOfDate","component":"microcode","found":"100","needed":"115","advisories":["INTEL-SA-1"],"fails-at":1795269600}]}
            """.ReplaceLineEndings("");

        Payload(_signer.Sign(Result())).Should().Be(golden);
        Payload(_signer.Sign(Result())).Should().Be(golden);
    }

    [Fact]
    public void A_light_client_gets_back_what_it_needs()
    {
        var result = Result();

        _reader.TryRead(Bytes(_signer.Sign(result)), At.AddMinutes(1), out var read, out var failure).Should().BeTrue();

        failure.Should().Be(AttestationFailure.None);
        read.ToAppraisal().Should().Be(result.ToAppraisal());
        (read.IsAccepted, read.Tier, read.Claims, read.NotAfter).Should().Be((true, Tier.CpuTee, result.Claims, result.NotAfter));
        (read.PolicyHash, read.CollateralHash, read.ClaimsHash).Should().Be((Hash, Hash, Hash));
        read.Submodules.Should().Equal(new EarSubmodule("cpu", TrustTier.Warning, result.Vector));
        read.Findings.Should().BeEquivalentTo(result.Findings);
    }

    [Fact]
    public void A_refusal_can_be_signed_too_and_counts_as_one()
    {
        var result = Result() with { Failure = AttestationFailure.DebugEnabled, Detail = "The machine's memory can be looked at." };

        _reader.TryRead(Bytes(_signer.Sign(result)), At, out var read, out _).Should().BeTrue();

        (read.IsAccepted, read.Failure, read.Detail, read.AppraisalHash.IsEmpty).Should().Be((false, AttestationFailure.DebugEnabled, result.Detail, true));
        read.Invoking(document => document.ToAppraisal()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void The_verdict_on_a_real_shape_of_evidence_survives_the_way()
    {
        var part = AzureTokens.Verify(AzureTokens.Snp(), AzureTokens.Context with { ReportData = new byte[64] });
        var result = Result() with { Submodules = [part, part], Failure = part.Failure, Detail = "x" };

        _reader.TryRead(Bytes(_signer.Sign(result)), At, out var read, out _).Should().BeTrue();

        read.Submodules.Select(submodule => (submodule.Name, submodule.Status)).Should().Equal(("cpu", TrustTier.Contraindicated), ("gpu-0", TrustTier.Contraindicated));
    }

    [Fact]
    public void Whatever_is_changed_or_cut_it_does_not_count_and_nothing_is_thrown()
    {
        var good = Bytes(_signer.Sign(Result()));
        for (var at = 0; at < good.Length; at++)
        {
            var flipped = (byte[])good.Clone();
            flipped[at] ^= (byte)(1 << (at % 7));
            _reader.TryRead(flipped, At, out _, out _).Should().BeFalse("bit at {0}", at);
            _reader.TryRead(good.AsMemory(0, at), At, out _, out _).Should().BeFalse();
        }
    }

    [Fact]
    public void A_key_that_is_not_among_the_trusted_ones_does_not_count()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var stranger = new EarSigner(other, "x", "y");
        FailureOf(stranger.Sign(Result())).Should().Be(AttestationFailure.UnknownKey);

        var jwk = JsonNode.Parse(stranger.PublicKeys())!["keys"]![0]!.AsObject();
        jwk["kid"] = _signer.KeyId;
        new EarReader(TestIssuer.KeySet(jwk.DeepClone().AsObject())).TryRead(Bytes(_signer.Sign(Result())), At, out _, out var failure).Should().BeFalse();
        failure.Should().Be(AttestationFailure.TokenSignature);
    }

    [Fact]
    public void It_expires_with_the_verdict_and_stays_expired()
    {
        var token = Bytes(_signer.Sign(Result()));

        _reader.TryRead(token, At.AddHours(1).AddMilliseconds(-1), out _, out _).Should().BeTrue();
        foreach (var hours in new[] { 1, 2, 1_000_000 })
        {
            _reader.TryRead(token, At.AddHours(hours), out _, out var failure).Should().BeFalse();
            failure.Should().Be(AttestationFailure.TokenExpired);
        }
        _reader.TryRead(token, At.AddMinutes(-2), out _, out var early).Should().BeFalse();
        early.Should().Be(AttestationFailure.TokenNotYetValid);
    }

    public static TheoryData<string, JsonNode?> Changes() => new()
    {
        { "eat_profile", "tag:example.org,2026:other" }, { "exp", 1 }, { "iat", "now" }, { "ear.verifier-id", null }, { "submods", new JsonObject() },
        { "cocoon.failure", "0" }, { "cocoon.failure", "DebugEnabled" }, { "cocoon.failure", "None, DebugEnabled" }, { "cocoon.tier", "best" }, { "cocoon.not-after-ms", 1.5 }, { "cocoon.policy-hash", "00" },
        { "cocoon.appraisal-hash", null }, { "cocoon.sealing-key", new string('0', 64) }, { "cocoon.findings", null }, { "cocoon.findings", new JsonArray(1) },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void A_signed_document_that_is_no_verdict_is_refused(string claim, JsonNode? value)
    {
        using var issuer = TestIssuer.P256();
        var payload = JsonNode.Parse(Payload(_signer.Sign(Result())))!.AsObject();
        var reader = new EarReader(TestIssuer.KeySet(issuer.Jwk()));
        reader.TryRead(Bytes(issuer.Sign(issuer.Header(), payload)), At, out _, out _).Should().BeTrue();
        payload[claim] = value?.DeepClone();

        reader.TryRead(Bytes(issuer.Sign(issuer.Header(), payload)), At, out _, out var failure).Should().BeFalse();
        failure.Should().Be(AttestationFailure.TokenMalformed);
    }

    [Fact]
    public void Keys_of_another_kind_are_refused_at_once()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        FluentActions.Invoking(() => new EarSigner(p384, "x", "y")).Should().Throw<ArgumentException>().WithMessage("*P-256*");
        FluentActions.Invoking(() => new EarReader("{}"u8)).Should().Throw<FormatException>().WithMessage("*JSON web key set*");
    }

    public void Dispose() => _key.Dispose();

    private static AppraisalResult Result()
    {
        var vector = new TrustVector(2, 2, 2, 0, 32, 0, 0, 0);
        var claims = new SimulatedClaims(Hash, Hash);
        ImmutableArray<Finding> findings = [new Finding(AttestationFailure.TcbOutOfDate, "microcode", "100", "115", ["INTEL-SA-1"], new DateTimeOffset(2026, 11, 21, 14, 0, 0, TimeSpan.Zero))];
        var part = new EvidenceAppraisal(EvidenceKind.Tdx, [], claims, TcbStatus.OutOfDate, vector, findings, Tier.CpuTee, At.AddHours(1));
        return new AppraisalResult(Samples.Claims, Tier.CpuTee, AttestationFailure.None, "", vector, [part], At, At.AddHours(1), Hash, Hash, Hash);
    }

    private AttestationFailure FailureOf(string token)
    {
        _reader.TryRead(Bytes(token), At, out _, out var failure).Should().BeFalse();
        return failure;
    }

    private static byte[] Bytes(string token) => Encoding.ASCII.GetBytes(token);

    private static string Payload(string token) => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
}
