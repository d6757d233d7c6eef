using System.Collections.Frozen;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cocoon.Attestation.Certificates;

/// <summary>
/// A certificate revocation list (RFC 5280, section 5), read once and asked often. Only whole lists without indirect entries
/// are understood; a critical extension that is not known makes the list unreadable. Immutable.
/// </summary>
internal sealed class RevocationList
{
    private const string NumberOid = "2.5.29.20";
    private const string AuthorityKeyOid = "2.5.29.35";
    private const string RsaPssOid = "1.2.840.113549.1.1.10";
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 0);

    private readonly ReadOnlyMemory<byte> _signed;
    private readonly byte[] _signature;
    private readonly string _algorithm;
    private readonly FrozenSet<BigInteger> _serials;

    private RevocationList(
        ReadOnlyMemory<byte> signed, byte[] signature, string algorithm, byte[] issuer, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate, BigInteger number, HashSet<BigInteger> serials)
    {
        (_signed, _signature, _algorithm) = (signed, signature, algorithm);
        (Issuer, ThisUpdate, NextUpdate, Number) = (issuer, thisUpdate, nextUpdate, number);
        _serials = serials.ToFrozenSet();
    }

    /// <summary>The issuer's name, DER.</summary>
    public byte[] Issuer { get; }

    public DateTimeOffset ThisUpdate { get; }

    /// <summary>The list counts for nothing after this time. A list without it is not read.</summary>
    public DateTimeOffset NextUpdate { get; }

    /// <summary>Grows with each list of the issuer; zero when the list has none.</summary>
    public BigInteger Number { get; }

    public int Count => _serials.Count;

    /// <param name="certificate">A certificate of this issuer.</param>
    public bool Contains(X509Certificate2 certificate) => Contains(certificate.SerialNumberBytes.Span);

    /// <param name="serial">Serial number of a certificate of this issuer, big-endian.</param>
    public bool Contains(ReadOnlySpan<byte> serial) => _serials.Contains(new BigInteger(serial, isUnsigned: true, isBigEndian: true));

    /// <summary>Whether <paramref name="authority"/> is the issuer and signed this list (ECDSA, or RSA-PSS with SHA-384 as AMD uses it).</summary>
    public bool IsSignedBy(X509Certificate2 authority)
    {
        if (!authority.SubjectName.RawData.AsSpan().SequenceEqual(Issuer)) return false;
        try
        {
            if (_algorithm == RsaPssOid)
            {
                using var rsa = authority.GetRSAPublicKey();
                return rsa is not null && rsa.VerifyData(_signed.Span, _signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss);
            }
            using var ecdsa = authority.GetECDsaPublicKey();
            return ecdsa is not null && Digest() is { } digest && ecdsa.VerifyData(_signed.Span, _signature, digest, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Reads a DER list. Never throws.</summary>
    /// <returns>Null when it is not such a list.</returns>
    public static RevocationList? TryParse(ReadOnlyMemory<byte> der)
    {
        try
        {
            var whole = new AsnReader(der, AsnEncodingRules.DER);
            var list = whole.ReadSequence();
            whole.ThrowIfNotEmpty();
            var signed = list.PeekEncodedValue();
            var body = list.ReadSequence();
            var algorithm = list.ReadEncodedValue();
            var signature = list.ReadBitString(out var unused);
            list.ThrowIfNotEmpty();
            return unused == 0 ? Read(body, signed, algorithm, signature) : null;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or OverflowException)
        {
            return null;
        }
    }

    private static RevocationList? Read(AsnReader body, ReadOnlyMemory<byte> signed, ReadOnlyMemory<byte> algorithm, byte[] signature)
    {
        if (!body.TryReadInt32(out var version) || version != 1) return null;
        // The outer copy is not signed, so it must be the inner one with all its parameters (RFC 5280, section 5.1.1.2).
        if (!body.ReadEncodedValue().Span.SequenceEqual(algorithm.Span)) return null;
        var algorithmOid = new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier();
        var issuer = body.ReadEncodedValue().ToArray();
        var thisUpdate = ReadTime(body);
        if (body.PeekTag().TagClass != TagClass.Universal || body.PeekTag().TagValue is not ((int)UniversalTagNumber.UtcTime or (int)UniversalTagNumber.GeneralizedTime)) return null;
        var nextUpdate = ReadTime(body);
        HashSet<BigInteger> serials = [];
        if (body.HasData && body.PeekTag() == Asn1Tag.Sequence)
        {
            var entries = body.ReadSequence();
            while (entries.HasData)
            {
                var entry = entries.ReadSequence();
                serials.Add(entry.ReadInteger());
                ReadTime(entry);
                if (entry.HasData && HasUnknownCritical(entry.ReadSequence(), out _)) return null;
            }
        }
        var number = BigInteger.Zero;
        if (body.HasData && HasUnknownCritical(body.ReadSequence(Extensions).ReadSequence(), out number)) return null;
        return new RevocationList(signed, signature, algorithmOid, issuer, thisUpdate, nextUpdate, number, serials);
    }

    private static bool HasUnknownCritical(AsnReader extensions, out BigInteger number)
    {
        number = BigInteger.Zero;
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            if (oid == NumberOid) number = new AsnReader(value, AsnEncodingRules.DER).ReadInteger();
            else if (critical && oid != AuthorityKeyOid) return true;
        }
        return false;
    }

    private static DateTimeOffset ReadTime(AsnReader reader) => reader.PeekTag().TagValue == (int)UniversalTagNumber.UtcTime
        ? reader.ReadUtcTime(twoDigitYearMax: 2049)
        : reader.ReadGeneralizedTime();

    private HashAlgorithmName? Digest() => _algorithm switch
    {
        "1.2.840.10045.4.3.2" => HashAlgorithmName.SHA256,
        "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
        _ => null,
    };
}
