using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Cocoon.Attestation.SevSnp;

/// <summary>
/// What AMD's extensions of a VCEK or VLEK certificate say (AMD 57230, table 8; prefix 1.3.6.1.4.1.3704.1). Immutable.
/// </summary>
/// <param name="Product">Processor family; a stepping such as "-B0" after it does not matter.</param>
/// <param name="Tcb">Security versions the key is derived from.</param>
/// <param name="ChipId">The chip: 64 bytes, 8 on Turin; null for a VLEK.</param>
/// <param name="Cloud">The cloud (CSP id) whose key it is; null for a VCEK.</param>
internal sealed record SnpLeaf(SnpProduct Product, SnpTcb Tcb, byte[]? ChipId, string? Cloud)
{
    private const string Prefix = "1.3.6.1.4.1.3704.1.";
    private const int MaxCloudChars = 256;
    private const int TurinChipIdBytes = 8;
    private const int ChipIdBytes = 64;

    public SnpSigningKey SigningKey => ChipId is null ? SnpSigningKey.Vlek : SnpSigningKey.Vcek;

    /// <summary>Whether this certificate carries AMD's extensions at all: authorities do not.</summary>
    public static bool IsLeaf(X509Certificate2 certificate) => certificate.Extensions.Any(extension => extension.Oid?.Value == Prefix + "2");

    /// <summary>Reads the extensions, each of which must be there once. Never throws.</summary>
    /// <returns>Null, with the reason, when it is not the certificate of such a key.</returns>
    public static SnpLeaf? TryRead(X509Certificate2 certificate, out string reason)
    {
        var values = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value is not { } oid || !oid.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            if (values.TryAdd(oid[Prefix.Length..], extension.RawData)) continue;
            reason = $"Extension {oid} is there twice.";
            return null;
        }
        try
        {
            return Read(values, out reason);
        }
        catch (AsnContentException)
        {
            reason = "An extension of AMD's is not DER.";
            return null;
        }
    }

    private static SnpLeaf? Read(Dictionary<string, ReadOnlyMemory<byte>> values, out string reason)
    {
        if (!values.TryGetValue("2", out var name) || ProductOf(Text(name)) is not { } product)
        {
            reason = "It names no product that is known (extension .2).";
            return null;
        }
        var fmcIsWanted = product == SnpProduct.Turin;
        if (Number(values, "3.1") is not { } bootLoader || Number(values, "3.2") is not { } tee || Number(values, "3.3") is not { } snp ||
            Number(values, "3.8") is not { } microcode || (fmcIsWanted ? Number(values, "3.9") : 0) is not { } fmc)
        {
            reason = "A security version is missing or no number from 0 to 255 (extensions .3.1, .3.2, .3.3, .3.8 and, on Turin, .3.9).";
            return null;
        }
        var chipId = values.TryGetValue("4", out var id) ? Chip(id, product) : null;
        var cloud = values.TryGetValue("5", out var csp) ? Text(csp) : null;
        var isOneKind = values.ContainsKey("4") != values.ContainsKey("5") && (chipId is not null || cloud is { Length: > 0 and <= MaxCloudChars });
        reason = isOneKind ? "" : "It must name either a chip (extension .4, of the length of its product) or a cloud (.5).";
        return isOneKind ? new SnpLeaf(product, new SnpTcb(bootLoader, tee, snp, microcode, fmc), chipId, cloud) : null;
    }

    private static SnpProduct? ProductOf(string name) => name.Split('-')[0] switch
    {
        "Milan" => SnpProduct.Milan,
        "Genoa" => SnpProduct.Genoa,
        "Turin" => SnpProduct.Turin,
        _ => null,
    };

    /// <summary>The chip id stands bare in most certificates and within an OCTET STRING in some.</summary>
    private static byte[]? Chip(ReadOnlyMemory<byte> value, SnpProduct product)
    {
        var length = product == SnpProduct.Turin ? TurinChipIdBytes : ChipIdBytes;
        if (value.Length == length) return value.ToArray();
        var reader = new AsnReader(value, AsnEncodingRules.DER);
        var id = reader.ReadOctetString();
        reader.ThrowIfNotEmpty();
        return id.Length == length ? id : null;
    }

    private static byte? Number(Dictionary<string, ReadOnlyMemory<byte>> values, string oid)
    {
        if (!values.TryGetValue(oid, out var value)) return null;
        var reader = new AsnReader(value, AsnEncodingRules.DER);
        return reader.TryReadInt32(out var number) && !reader.HasData && number is >= 0 and <= byte.MaxValue ? (byte)number : null;
    }

    private static string Text(ReadOnlyMemory<byte> value)
    {
        var reader = new AsnReader(value, AsnEncodingRules.DER);
        var text = reader.ReadCharacterString(UniversalTagNumber.IA5String);
        reader.ThrowIfNotEmpty();
        return text;
    }
}
