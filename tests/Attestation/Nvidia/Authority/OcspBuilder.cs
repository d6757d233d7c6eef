using System.Formats.Asn1;
using System.Security.Cryptography;
using Cocoon.Attestation.Collateral;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tests.Nvidia.Authority;

/// <summary>Writes OCSP answers about one certificate (RFC 6960).</summary>
internal sealed class OcspBuilder(GpuIdentity subject, GpuIdentity issuer)
{
    public const int Good = -1;
    public const int Unknown = -2;
    public const int KeyCompromise = 1;
    public const int Hold = 6;

    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Tag2 = new(TagClass.ContextSpecific, 2);

    /// <summary>A reason of revocation, or <see cref="Good"/> or <see cref="Unknown"/>.</summary>
    public int Status { get; init; } = Good;

    public DateTimeOffset From { get; init; } = GpuWorld.Now.AddHours(-1);

    public DateTimeOffset? Until { get; init; } = GpuWorld.Now.AddDays(3);

    /// <summary>Whose key signs; the issuer's when null.</summary>
    public GpuIdentity? Responder { get; init; }

    /// <summary>Whether the responder's certificate comes along.</summary>
    public bool WithResponder { get; init; } = true;

    public bool WithCriticalExtension { get; init; }

    public CollateralItem Item() => new(new CollateralKey(CollateralKind.OcspAnswer, new HexBytes(SHA256.HashData(subject.Certificate.RawData)).ToString()), Build());

    public byte[] Build()
    {
        var data = Data();
        var basic = new AsnWriter(AsnEncodingRules.DER);
        using (basic.PushSequence())
        {
            basic.WriteEncodedValue(data);
            using (basic.PushSequence()) basic.WriteObjectIdentifier("1.2.840.10045.4.3.3");
            basic.WriteBitString((Responder ?? issuer).Key.SignData(data, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence));
            if (Responder is not null && WithResponder)
                using (basic.PushSequence(Tag0)) using (basic.PushSequence()) basic.WriteEncodedValue(Responder.Certificate.RawData);
        }
        var whole = new AsnWriter(AsnEncodingRules.DER);
        using (whole.PushSequence())
        {
            whole.WriteEncodedValue([0x0A, 1, 0]);
            using (whole.PushSequence(Tag0)) using (whole.PushSequence())
            {
                whole.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.1");
                whole.WriteOctetString(basic.Encode());
            }
        }
        return whole.Encode();
    }

    private byte[] Data()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Tag1)) writer.WriteEncodedValue((Responder ?? issuer).Certificate.SubjectName.RawData);
            writer.WriteGeneralizedTime(From, omitFractionalSeconds: true);
            using (writer.PushSequence()) using (writer.PushSequence()) WriteEntry(writer);
            if (WithCriticalExtension)
                using (writer.PushSequence(Tag1)) using (writer.PushSequence()) using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.2.3.4");
                    writer.WriteBoolean(true);
                    writer.WriteOctetString([5, 0]);
                }
        }
        return writer.Encode();
    }

    private void WriteEntry(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence()) writer.WriteObjectIdentifier("2.16.840.1.101.3.4.2.1");
            writer.WriteOctetString(SHA256.HashData(issuer.Certificate.SubjectName.RawData));
            writer.WriteOctetString(SHA256.HashData(issuer.Certificate.PublicKey.EncodedKeyValue.RawData));
            writer.WriteInteger(subject.Certificate.SerialNumberBytes.Span);
        }
        if (Status == Good) writer.WriteNull(Tag0);
        else if (Status == Unknown) writer.WriteNull(Tag2);
        else
            using (writer.PushSequence(Tag1))
            {
                writer.WriteGeneralizedTime(From, omitFractionalSeconds: true);
                using (writer.PushSequence(Tag0)) writer.WriteEncodedValue([0x0A, 1, (byte)Status]);
            }
        writer.WriteGeneralizedTime(From, omitFractionalSeconds: true);
        if (Until is { } until)
            using (writer.PushSequence(Tag0)) writer.WriteGeneralizedTime(until, omitFractionalSeconds: true);
    }
}
