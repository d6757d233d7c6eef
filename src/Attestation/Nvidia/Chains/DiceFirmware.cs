using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Nvidia.Chains;

/// <summary>
/// What a device's leaf says of the firmware that holds its key (TCG DICE Attestation Architecture). Hopper and LS10 have
/// a composite device id (2.23.133.5.4.1): version, device key and firmware id. Blackwell has TCB info (2.23.133.5.4.1.1): tagged
/// fields, of which [6] lists firmware ids and [7] holds operational flags.
/// </summary>
/// <param name="Id">SHA-384; empty when the certificate does not name exactly one such extension in good form.</param>
/// <param name="IsDebug">Whether flags not secure (1), recovery (2) or debug (3) are set; null where there are no flags.</param>
internal readonly record struct DiceFirmware(HexBytes Id, bool? IsDebug)
{
    private const string CompositeOid = "2.23.133.5.4.1";
    private const string TcbInfoOid = "2.23.133.5.4.1.1";
    private const string Sha384Oid = "2.16.840.1.101.3.4.2.2";
    private const int Sha384Bytes = 48;
    private const int FirmwareIdsTag = 6;
    private const int FlagsTag = 7;
    private const byte DebugFlags = 0x70;

    /// <summary>Never throws.</summary>
    public static DiceFirmware Read(X509Certificate2 leaf)
    {
        var found = leaf.Extensions.Where(extension => extension.Oid?.Value is CompositeOid or TcbInfoOid).ToArray();
        if (found.Length != 1) return default;
        try
        {
            var whole = new AsnReader(found[0].RawData, AsnEncodingRules.DER);
            var fields = whole.ReadSequence();
            whole.ThrowIfNotEmpty();
            return found[0].Oid!.Value == CompositeOid ? ReadComposite(fields) : ReadTcbInfo(fields);
        }
        catch (AsnContentException)
        {
            return default;
        }
    }

    private static DiceFirmware ReadComposite(AsnReader fields)
    {
        fields.ReadInteger();
        fields.ReadSequence();
        var id = ReadId(fields);
        fields.ThrowIfNotEmpty();
        return new DiceFirmware(id, null);
    }

    private static DiceFirmware ReadTcbInfo(AsnReader fields)
    {
        var result = default(DiceFirmware);
        while (fields.HasData)
        {
            var tag = fields.PeekTag();
            switch (tag)
            {
                case { TagClass: TagClass.ContextSpecific, TagValue: FirmwareIdsTag }:
                    // The first is of the layer that holds the key; what follows is zeros.
                    result = result with { Id = ReadId(fields.ReadSequence(tag)) };
                    break;
                case { TagClass: TagClass.ContextSpecific, TagValue: FlagsTag }:
                    var flags = fields.ReadBitString(out _, tag);
                    result = result with { IsDebug = flags.Length > 0 && (flags[0] & DebugFlags) != 0 };
                    break;
                default:
                    fields.ReadEncodedValue();
                    break;
            }
        }
        return result;
    }

    private static HexBytes ReadId(AsnReader reader)
    {
        var firmware = reader.ReadSequence();
        var algorithm = firmware.ReadObjectIdentifier();
        var digest = firmware.ReadOctetString();
        firmware.ThrowIfNotEmpty();
        return algorithm == Sha384Oid && digest.Length == Sha384Bytes ? new HexBytes(digest) : default;
    }
}
