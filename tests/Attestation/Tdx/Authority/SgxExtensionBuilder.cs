using System.Formats.Asn1;

namespace Cocoon.Attestation.Tests.Tdx.Authority;

/// <summary>Writes the extension that PCK certificates carry; each knob makes one thing of it wrong.</summary>
internal sealed class SgxExtensionBuilder
{
    private const string Oid = "1.2.840.113741.1.13.1";

    public byte[] Ppid { get; init; } = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    public byte[] Svns { get; init; } = [3, 3, 2, 2, 4, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0];

    public int PceSvn { get; init; } = 13;

    public byte[] PceId { get; init; } = [0, 0];

    public byte[] Fmspc { get; init; } = [0x90, 0xC0, 0x6F, 0, 0, 0];

    /// <summary>Which field of the outer list is left out; 0 for none.</summary>
    public int Without { get; init; }

    /// <summary>Which field of the outer list comes twice; 0 for none.</summary>
    public int Twice { get; init; }

    public byte[] Build()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var field in new[] { 1, 2, 3, 4, 5 })
                for (var times = field == Without ? 0 : field == Twice ? 2 : 1; times > 0; times--) Write(writer, field);
        }
        return writer.Encode();
    }

    private void Write(AsnWriter writer, int field)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier($"{Oid}.{field}");
            switch (field)
            {
                case 1: writer.WriteOctetString(Ppid); break;
                case 2: WriteTcb(writer); break;
                case 3: writer.WriteOctetString(PceId); break;
                case 4: writer.WriteOctetString(Fmspc); break;
                default: writer.WriteEncodedValue([0x0A, 1, 1]); break;
            }
        }
    }

    private void WriteTcb(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            for (var i = 0; i < Svns.Length; i++) WriteNumber(writer, i + 1, Svns[i]);
            WriteNumber(writer, 17, PceSvn);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier($"{Oid}.2.18");
                writer.WriteOctetString(Svns);
            }
        }
    }

    private static void WriteNumber(AsnWriter writer, int field, int value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier($"{Oid}.2.{field}");
            writer.WriteInteger(value);
        }
    }
}
