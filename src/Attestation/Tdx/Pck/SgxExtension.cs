using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tdx.Pck;

/// <summary>
/// What Intel wrote about a platform into its PCK certificate (extension 1.2.840.113741.1.13.1; Intel SGX PCK Certificate
/// and CRL Profile Specification, section 1.3.5).
/// </summary>
/// <param name="Ppid">Names the platform; 16 bytes.</param>
/// <param name="ComponentSvns">The 16 SVNs of the platform's components.</param>
/// <param name="PceSvn">SVN of the provisioning certification enclave.</param>
/// <param name="PceId">2 bytes.</param>
/// <param name="Fmspc">Family, model, stepping, platform and custom SKU: which TCB info is about it; 6 bytes.</param>
internal sealed record SgxExtension(HexBytes Ppid, byte[] ComponentSvns, ushort PceSvn, HexBytes PceId, HexBytes Fmspc)
{
    public const string Oid = "1.2.840.113741.1.13.1";

    /// <summary>Components of a TCB level.</summary>
    public const int Components = 16;

    private const string PpidOid = Oid + ".1";
    private const string TcbOid = Oid + ".2";
    private const string PceIdOid = Oid + ".3";
    private const string FmspcOid = Oid + ".4";
    private const int MaxFields = 32;
    private const int PceSvnField = 17;
    private const int CpuSvnField = 18;

    /// <summary>Reads the value of the extension, DER. Never throws. What is needed must be there exactly once.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> der, [NotNullWhen(true)] out SgxExtension? extension)
    {
        extension = null;
        try
        {
            if (Fields(der) is not { } fields) return false;
            if (Octets(fields, PpidOid, 16) is not { } ppid || Octets(fields, PceIdOid, 2) is not { } pceId || Octets(fields, FmspcOid, 6) is not { } fmspc) return false;
            if (!fields.TryGetValue(TcbOid, out var tcb) || !TryReadTcb(tcb, out var components, out var pceSvn)) return false;
            extension = new SgxExtension(new HexBytes(ppid), components, pceSvn, new HexBytes(pceId), new HexBytes(fmspc));
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool TryReadTcb(ReadOnlyMemory<byte> der, out byte[] components, out ushort pceSvn)
    {
        (components, pceSvn) = (new byte[Components], 0);
        if (Fields(der) is not { Count: CpuSvnField } fields || Octets(fields, $"{TcbOid}.{CpuSvnField}", 16) is null) return false;
        for (var i = 0; i < Components; i++)
        {
            if (Number(fields, $"{TcbOid}.{i + 1}", byte.MaxValue) is not { } svn) return false;
            components[i] = (byte)svn;
        }
        if (Number(fields, $"{TcbOid}.{PceSvnField}", ushort.MaxValue) is not { } pce) return false;
        pceSvn = (ushort)pce;
        return true;
    }

    /// <returns>Encoded values by object identifier; null when one comes twice or there are too many.</returns>
    private static Dictionary<string, ReadOnlyMemory<byte>>? Fields(ReadOnlyMemory<byte> der)
    {
        var whole = new AsnReader(der, AsnEncodingRules.DER);
        var list = whole.ReadSequence();
        whole.ThrowIfNotEmpty();
        Dictionary<string, ReadOnlyMemory<byte>> fields = new(StringComparer.Ordinal);
        while (list.HasData)
        {
            var field = list.ReadSequence();
            var oid = field.ReadObjectIdentifier();
            if (!fields.TryAdd(oid, field.ReadEncodedValue()) || field.HasData || fields.Count > MaxFields) return null;
        }
        return fields;
    }

    private static byte[]? Octets(Dictionary<string, ReadOnlyMemory<byte>> fields, string oid, int length) =>
        fields.TryGetValue(oid, out var der) && AsnDecoder.ReadOctetString(der.Span, AsnEncodingRules.DER, out _) is { } octets && octets.Length == length ? octets : null;

    private static int? Number(Dictionary<string, ReadOnlyMemory<byte>> fields, string oid, int max) =>
        fields.TryGetValue(oid, out var der) && AsnDecoder.TryReadInt32(der.Span, AsnEncodingRules.DER, out var number, out _) && number >= 0 && number <= max ? number : null;
}
