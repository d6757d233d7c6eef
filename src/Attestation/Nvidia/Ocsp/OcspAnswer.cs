using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Cocoon.Attestation.Nvidia.Chains;

namespace Cocoon.Attestation.Nvidia.Ocsp;

/// <summary>
/// An OCSP answer (RFC 6960, section 4.2): "successful" and of the basic type, or it is not read; a critical extension that is
/// not known makes it unreadable. Nothing in it has been verified. Immutable.
/// </summary>
internal sealed class OcspAnswer
{
    private const int MaxBytes = 32 << 10;
    private const int MaxEntries = 16;
    private const int MaxCertificates = 4;
    private const int HoldReason = 6;
    private const int Successful = 0;
    private const string BasicOid = "1.3.6.1.5.5.7.48.1.1";
    private const string NonceOid = "1.3.6.1.5.5.7.48.1.2";
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    private const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag Good = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Unknown = new(TagClass.ContextSpecific, 2);

    private readonly ReadOnlyMemory<byte> _signed;
    private readonly byte[] _signature;
    private readonly string _algorithm;

    private OcspAnswer(ReadOnlyMemory<byte> signed, string algorithm, byte[] signature, ImmutableArray<OcspEntry> entries, ImmutableArray<byte[]> certificates)
    {
        (_signed, _algorithm, _signature) = (signed, algorithm, signature);
        (Entries, Certificates) = (entries, certificates);
    }

    public ImmutableArray<OcspEntry> Entries { get; }

    /// <summary>Certificates of responders that came along, DER.</summary>
    public ImmutableArray<byte[]> Certificates { get; }

    public bool IsSignedBy(P384Key key) => _algorithm switch
    {
        EcdsaWithSha256 => key.Verify(_signed.Span, _signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        EcdsaWithSha384 => key.Verify(_signed.Span, _signature, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence),
        _ => false,
    };

    /// <returns>Null when it is not such an answer. Never throws.</returns>
    public static OcspAnswer? TryParse(ReadOnlyMemory<byte> der)
    {
        if (der.Length > MaxBytes) return null;
        try
        {
            var whole = new AsnReader(der, AsnEncodingRules.DER);
            var response = whole.ReadSequence();
            whole.ThrowIfNotEmpty();
            if (response.ReadEnumeratedBytes().Span is not [Successful]) return null;
            var bytes = response.ReadSequence(Tag0).ReadSequence();
            response.ThrowIfNotEmpty();
            return bytes.ReadObjectIdentifier() == BasicOid ? ReadBasic(new AsnReader(bytes.ReadOctetString(), AsnEncodingRules.DER)) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static OcspAnswer? ReadBasic(AsnReader whole)
    {
        var basic = whole.ReadSequence();
        whole.ThrowIfNotEmpty();
        var signed = basic.PeekEncodedValue();
        var data = basic.ReadSequence();
        var algorithm = basic.ReadSequence().ReadObjectIdentifier();
        var signature = basic.ReadBitString(out var unused);
        var certificates = ImmutableArray.CreateBuilder<byte[]>();
        if (basic.HasData)
        {
            var list = basic.ReadSequence(Tag0).ReadSequence();
            while (list.HasData && certificates.Count < MaxCertificates) certificates.Add(list.ReadEncodedValue().ToArray());
            list.ThrowIfNotEmpty();
        }
        basic.ThrowIfNotEmpty();
        return unused == 0 && ReadEntries(data) is { } entries ? new OcspAnswer(signed, algorithm, signature, entries, certificates.ToImmutable()) : null;
    }

    private static ImmutableArray<OcspEntry>? ReadEntries(AsnReader data)
    {
        if (data.PeekTag() == Tag0) data.ReadEncodedValue();
        // The responder's name or key: whose key signed is found by trying those that may.
        data.ReadEncodedValue();
        data.ReadGeneralizedTime();
        var list = data.ReadSequence();
        var entries = ImmutableArray.CreateBuilder<OcspEntry>();
        while (list.HasData)
        {
            if (entries.Count == MaxEntries || ReadEntry(list.ReadSequence()) is not { } entry) return null;
            entries.Add(entry);
        }
        if (data.HasData && HasUnknownCritical(data.ReadSequence(Tag1).ReadSequence())) return null;
        data.ThrowIfNotEmpty();
        return entries.ToImmutable();
    }

    private static OcspEntry? ReadEntry(AsnReader entry)
    {
        var id = entry.ReadSequence();
        var hashOid = id.ReadSequence().ReadObjectIdentifier();
        var (name, key, serial) = (id.ReadOctetString(), id.ReadOctetString(), id.ReadInteger());
        id.ThrowIfNotEmpty();
        if (ReadStatus(entry) is not { } status) return null;
        var thisUpdate = entry.ReadGeneralizedTime();
        DateTimeOffset? nextUpdate = entry.HasData && entry.PeekTag() == Tag0 ? entry.ReadSequence(Tag0).ReadGeneralizedTime() : null;
        if (entry.HasData && HasUnknownCritical(entry.ReadSequence(Tag1).ReadSequence())) return null;
        entry.ThrowIfNotEmpty();
        return new OcspEntry(hashOid, name, key, serial, status, thisUpdate, nextUpdate);
    }

    private static OcspStatus? ReadStatus(AsnReader entry)
    {
        var tag = entry.PeekTag();
        if (tag == Good || tag == Unknown)
        {
            entry.ReadNull(tag);
            return tag == Good ? OcspStatus.Good : OcspStatus.Unknown;
        }
        if (tag != Tag1) return null;
        var revoked = entry.ReadSequence(Tag1);
        revoked.ReadGeneralizedTime();
        var isHold = revoked.HasData && revoked.ReadSequence(Tag0).ReadEnumeratedBytes().Span is [HoldReason];
        revoked.ThrowIfNotEmpty();
        return isHold ? OcspStatus.Hold : OcspStatus.Revoked;
    }

    private static bool HasUnknownCritical(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var isCritical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            // Nobody asked through us, so there is no nonce to compare; freshness comes from the times.
            if (isCritical && oid != NonceOid) return true;
        }
        return false;
    }
}
