using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.SevSnp.Paravisor;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tests.SevSnp;

/// <summary>A guest under Azure's paravisor: the report names the runtime claims, they the TPM's key, and it signs the challenge.</summary>
public sealed class ParavisorTests : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_quote_of_the_TPM_that_the_claims_name_binds_the_machine()
    {
        var quote = Quote(TpmQuote.ExtraDataFor(SnpMachine.ReportData));

        var appraisal = Verify(ParavisorEvidence.Encode(Hcl(Claims()), quote, Sign(quote)), quote);

        appraisal.Checks.Where(check => !check.Passed).Should().BeEmpty();
        ((Attestation.SevSnp.SnpClaims)appraisal.Claims!).Measurements.Keys.Should().Contain(["vtpm-pcrs", "vtpm-pcr-digest"]);
    }

    [Fact]
    public void The_report_alone_is_bound_to_nothing_of_ours()
    {
        var appraisal = Verify(Hcl(Claims()));

        (appraisal.IsValid, appraisal.Failure).Should().Be((true, AttestationFailure.VtpmQuote));
    }

    [Fact]
    public void Claims_that_the_report_does_not_name_are_not_its_claims()
    {
        var hcl = Hcl(Claims());
        hcl[32 + 1184 + 20 + 30] ^= 1;

        Verify(hcl).Failure.Should().Be(AttestationFailure.RuntimeClaims);
    }

    [Fact]
    public void A_paravisor_counts_only_where_the_policy_allows_one()
    {
        var quote = Quote(TpmQuote.ExtraDataFor(SnpMachine.ReportData));

        Verify(ParavisorEvidence.Encode(Hcl(Claims()), quote, Sign(quote)), quote, isAllowed: false).Failure.Should().Be(AttestationFailure.RuntimeClaims);
    }

    [Fact]
    public void A_quote_for_another_challenge_of_another_key_or_of_no_form_is_refused()
    {
        var good = Quote(TpmQuote.ExtraDataFor(SnpMachine.ReportData));
        var other = Quote(new byte[32]);
        using var foreign = RSA.Create(2048);
        (byte[] Quote, byte[] Signature)[] bad = [(other, Sign(other)), (good, Sign(good, foreign)), (good, Sign(other)), (good, []), (good[..^1], Sign(good[..^1])), ([1], Sign([1]))];

        foreach (var (quote, signature) in bad)
            Verify(ParavisorEvidence.Encode(Hcl(Claims()), quote, signature), good).Checks.Should().Contain(check => check.Failure == AttestationFailure.VtpmQuote);
    }

    [Fact]
    public void Claims_without_exactly_one_key_of_the_TPM_are_refused()
    {
        var quote = Quote(TpmQuote.ExtraDataFor(SnpMachine.ReportData));
        var key = Key("HCLAkPub");
        foreach (var claims in new[] { "{}", "no json", $"{{\"keys\":[{key},{key}]}}", $"{{\"keys\":[{Key("HCLEkPub")}]}}", "{\"keys\":[null]}", "{\"keys\":[{\"kid\":\"HCLAkPub\",\"kty\":\"RSA\",\"n\":\"=\",\"e\":\"AQAB\"}]}" })
            Verify(ParavisorEvidence.Encode(Hcl(Encoding.UTF8.GetBytes(claims)), quote, Sign(quote)), quote).Checks.Should().Contain(check => check.Failure == AttestationFailure.VtpmQuote, claims);
    }

    [Fact]
    public void No_cut_or_lengthened_form_is_read()
    {
        var quote = Quote(new byte[32]);
        var good = ParavisorEvidence.Encode(Hcl(Claims()), quote, Sign(quote));

        ParavisorEvidence.TryParse(good, out _).Should().BeTrue();
        for (var length = 0; length < good.Length; length += 3) ParavisorEvidence.TryParse(good.AsMemory(0, length), out _).Should().BeFalse();
        ParavisorEvidence.TryParse((byte[])[.. good, 0], out _).Should().BeFalse();
        Verify([.. good, 0]).Failure.Should().Be(AttestationFailure.ReportMalformed);
        for (var length = 0; length < quote.Length; length++) TpmQuote.TryParse(quote.AsSpan(0, length), out _).Should().BeFalse();
    }

    [VectorFact]
    public void The_claims_of_a_real_paravisor_name_its_key()
    {
        // This one is of a TDX machine, whose report a verifier of SEV-SNP refuses; the claims have the same form.
        var hcl = Vectors.Bytes("tdx/azure_v4_hclreport.bin");
        ParavisorEvidence.TryParse(hcl, out _).Should().BeFalse();
        var length = BinaryPrimitives.ReadInt32LittleEndian(hcl.AsSpan(0x4D0));

        RuntimeClaims.TryReadKey(hcl.AsSpan(0x4D4, length))!.Value.Modulus.Should().HaveCount(256);
    }

    private static EvidenceAppraisal Verify(byte[] raw, byte[]? quote = null, bool isAllowed = true)
    {
        var claims = ParavisorEvidence.TryParse(raw, out var read) ? SHA256.HashData(read.Claims.Span) : [];
        var machine = Machine(claims);
        var context = machine.Context();
        var measurements = SnpMachine.Measurements(machine.Raw());
        if (quote is not null && TpmQuote.TryParse(quote, out var parsed)) measurements = measurements.Add("vtpm-pcrs", parsed.PcrSelection).Add("vtpm-pcr-digest", parsed.PcrDigest);
        var policy = context.Policy with
        {
            Snp = context.Policy.Snp! with { AllowParavisor = isAllowed },
            Images = [new AllowedImage(ImageDigest.Of(EvidenceKind.SevSnp, measurements), ImageRole.Provider, Tier.CpuTee, null, "guest", measurements)],
        };
        return machine.Hierarchy.Verifier().Verify(machine.Evidence() with { Raw = raw }, context with { Policy = policy });
    }

    private static SnpMachine Machine(byte[] claimsHash) => new()
    {
        Report = raw =>
        {
            raw.AsSpan(0x50, 64).Clear();
            claimsHash.CopyTo(raw, 0x50);
        },
    };

    private static byte[] Hcl(byte[] claims)
    {
        var header = new byte[20];
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), 2);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), claims.Length);
        return [.. "HCLA"u8, .. new byte[28], .. Machine(SHA256.HashData(claims)).Raw(), .. header, .. claims, 0, 0, 0];
    }

    private byte[] Claims() => Encoding.UTF8.GetBytes($"{{\"keys\":[{Key("HCLAkPub")},{Key("HCLEkPub")}],\"user-data\":\"00\"}}");

    private string Key(string id) =>
        $$"""{"kid":"{{id}}","key_ops":["sign"],"kty":"RSA","e":"AQAB","n":"{{Base64Url.EncodeToString(_key.ExportParameters(false).Modulus!)}}"}""";

    /// <summary>TPMS_ATTEST of one bank of SHA-256 with PCRs 0 to 7.</summary>
    private static byte[] Quote(byte[] extra) =>
        [0xFF, 0x54, 0x43, 0x47, 0x80, 0x18, 0, 2, 0, 0x0B, 0, (byte)extra.Length, .. extra, .. new byte[17 + 8], 0, 0, 0, 1, 0, 0x0B, 3, 0xFF, 0, 0, 0, 32, .. Enumerable.Repeat((byte)7, 32)];

    private byte[] Sign(byte[] quote, RSA? key = null) =>
        [0, 0x14, 0, 0x0B, 1, 0, .. (key ?? _key).SignData(quote, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)];
}
