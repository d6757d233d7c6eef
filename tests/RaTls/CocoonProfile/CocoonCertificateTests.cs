using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.CocoonProfile;
using Cocoon.RaTls.Tests.Harness;

namespace Cocoon.RaTls.Tests.CocoonProfile;

/// <summary>Certificates in the shape of Telegram's COCOON; the quote's verifier is stood in for, since it has its own tests.</summary>
public sealed class CocoonCertificateTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly Market _market = new();

    public CocoonCertificateTests() => _market.Policy = _market.Policy with { AllowCocoonProfile = true };

    [Fact]
    public async Task A_good_one_is_accepted()
    {
        var verdict = await Verify(Make(SHA512.HashData(Key)));
        verdict.Failure.Should().Be(AttestationFailure.None);
        verdict.Key.Should().Be(new HexBytes(Key));
    }

    [Fact]
    public async Task It_is_refused_where_the_policy_does_not_name_the_profile()
    {
        _market.Policy = _market.Policy with { AllowCocoonProfile = false };
        (await Verify(Make(SHA512.HashData(Key)))).Failure.Should().Be(AttestationFailure.ProfileNotAllowed);
    }

    [Fact]
    public async Task A_quote_for_another_key_is_refused() =>
        (await Verify(Make(SHA512.HashData(Key.AsSpan(1))))).Failure.Should().Be(AttestationFailure.ReportDataMismatch);

    [Fact]
    public async Task One_that_lives_longer_than_a_day_is_refused() =>
        (await Verify(Make(SHA512.HashData(Key), TimeSpan.FromDays(2)))).Failure.Should().Be(AttestationFailure.CertificateLife);

    [Fact]
    public async Task A_key_of_another_kind_is_refused() =>
        (await Verify(Make(SHA512.HashData(Key), algorithm: "1.3.101.110"))).Failure.Should().Be(AttestationFailure.TlsKeyType);

    [Fact]
    public async Task Hardware_that_is_revoked_is_refused()
    {
        _market.Policy = Market.With(_market.Policy, "stand-in");
        (await Verify(Make(SHA512.HashData(Key)))).Failure.Should().Be(AttestationFailure.Revoked);
    }

    [Fact]
    public void It_never_passes_as_one_of_our_own_profile()
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Make(SHA512.HashData(Key)));
        PeerCertificateReader.TryRead(certificate, _market.Time.GetUtcNow(), TimeSpan.FromDays(1), out _).Should().Be(AttestationFailure.UnknownCriticalExtension);
    }

    private async Task<CocoonVerdict> Verify(byte[] encoded)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(encoded);
        return await new CocoonCertificateVerifier(new StandIn(), _market, _market).Verify(certificate, _market.Time.GetUtcNow());
    }

    /// <summary>.NET makes no Ed25519 certificates, and their own signature is TLS' business: this one's is empty.</summary>
    private byte[] Make(byte[] quote, TimeSpan? life = null, string algorithm = "1.3.101.112")
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0))) writer.WriteInteger(2);
                writer.WriteInteger(1);
                Algorithm(writer, algorithm);
                writer.WriteEncodedValue(new X500DistinguishedName("CN=worker").RawData);
                using (writer.PushSequence())
                {
                    writer.WriteUtcTime(_market.Time.GetUtcNow());
                    writer.WriteUtcTime(_market.Time.GetUtcNow() + (life ?? TimeSpan.FromDays(1)));
                }
                writer.WriteEncodedValue(new X500DistinguishedName("CN=worker").RawData);
                using (writer.PushSequence())
                {
                    Algorithm(writer, algorithm);
                    writer.WriteBitString(Key);
                }
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
                using (writer.PushSequence())
                {
                    Extension(writer, RaTlsOids.Evidence, quote);
                    Extension(writer, RaTlsOids.CocoonClaims, [1]);
                }
            }
            Algorithm(writer, algorithm);
            writer.WriteBitString(new byte[64]);
        }
        return writer.Encode();
    }

    private static void Algorithm(AsnWriter writer, string algorithm)
    {
        using (writer.PushSequence()) writer.WriteObjectIdentifier(algorithm);
    }

    private static void Extension(AsnWriter writer, string oid, byte[] value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteBoolean(true);
            writer.WriteOctetString(value);
        }
    }

    /// <summary>A quote that is nothing but its report data.</summary>
    private sealed class StandIn : IEvidenceVerifier
    {
        public EvidenceKind Kind => EvidenceKind.Tdx;

        public EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context)
        {
            var isBound = evidence.Raw.Span.SequenceEqual(context.ReportData.Span);
            var check = new Check("T17", CheckStage.Policy, "report data", isBound ? AttestationFailure.None : AttestationFailure.ReportDataMismatch, "");
            var bound = new HexBytes(evidence.Raw.Span);
            return new EvidenceAppraisal(Kind, [check], new Claims(bound), TcbStatus.UpToDate, default, [], Tier.CpuTee, context.At + TimeSpan.FromDays(7));
        }

        private sealed record Claims(HexBytes Bound) : EvidenceClaims(EvidenceKind.Tdx, Bound, Bound)
        {
            public override string HardwareId => "stand-in";

            public override IEnumerable<KeyValuePair<string, string>> Values() => [];
        }
    }
}
