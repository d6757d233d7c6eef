using System.Buffers.Binary;

namespace Cocoon.Attestation.SevSnp;

/// <summary>
/// The table of certificates that a host may hand its guests (AMD 56421, GHCB, section 4.1.8.1): entries of GUID (16 bytes),
/// offset and length (4 bytes each, little-endian), ended by one of zeros, then the certificates.
/// </summary>
internal static class SnpCertificateTable
{
    private const int EntryBytes = 24;
    private const int MaxEntries = 16;

    private static readonly Guid Vcek = new("63da758d-e664-4564-adc5-f4b93be8accd");
    private static readonly Guid Vlek = new("a8074bc2-a25a-483e-aae6-39c045a0b8a1");
    private static readonly Guid Ask = new("4ab7b379-bbac-4fe4-a02f-05aef327c782");
    private static readonly Guid Ark = new("c0b406a4-a803-4952-9743-3fb6014cd0ae");

    /// <summary>
    /// The certificates for a report as concatenated DER, leaf first. Never throws: a table that cannot be read holds none.
    /// The authority of VLEKs has no place in the table, so of a VLEK the leaf alone is given.
    /// </summary>
    public static byte[] Join(ReadOnlySpan<byte> table, SnpSigningKey key)
    {
        var found = new Dictionary<Guid, byte[]>();
        for (var index = 0; index < MaxEntries && table.Length >= (index + 1) * EntryBytes; index++)
        {
            var entry = table.Slice(index * EntryBytes, EntryBytes);
            if (!entry.ContainsAnyExcept((byte)0)) break;
            // The bytes stand in the order in which the number is printed.
            var id = new Guid(entry[..16], bigEndian: true);
            var offset = BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]);
            if (offset > (uint)table.Length || length > (uint)table.Length - offset) return [];
            found[id] = table.Slice((int)offset, (int)length).ToArray();
        }
        if (!found.TryGetValue(key == SnpSigningKey.Vlek ? Vlek : Vcek, out var leaf)) return [];
        return key == SnpSigningKey.Vcek && found.TryGetValue(Ask, out var ask) && found.TryGetValue(Ark, out var ark) ? [.. leaf, .. ask, .. ark] : leaf;
    }
}
