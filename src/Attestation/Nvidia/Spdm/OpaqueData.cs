using System.Buffers.Binary;
using System.Text;

namespace Cocoon.Attestation.Nvidia.Spdm;

/// <summary>NVIDIA's fields at the end of a measurement report: number and length of 2 bytes each, little-endian, then the value. Immutable.</summary>
internal sealed class OpaqueData
{
    private const int HeaderBytes = 4;
    private const int MaxTextBytes = 64;
    private const int VbiosBytes = 8;

    private readonly Dictionary<ushort, ReadOnlyMemory<byte>> _fields;

    private OpaqueData(Dictionary<ushort, ReadOnlyMemory<byte>> fields) => _fields = fields;

    /// <summary>Such as "550.144.03"; empty when the device says none.</summary>
    public string Driver => Text(OpaqueField.DriverVersion);

    /// <summary>Such as "96.00.74.00.20", in capitals; empty when the device says none.</summary>
    public string Vbios
    {
        get
        {
            var bytes = Find(OpaqueField.VbiosVersion).Span;
            return bytes.Length == VbiosBytes
                ? string.Join('.', new[] { bytes[3], bytes[2], bytes[1], bytes[0], bytes[4] }.Select(part => part.ToString("X2", null)))
                : Text(OpaqueField.VbiosVersion);
        }
    }

    /// <returns>Empty when the field is absent.</returns>
    public ReadOnlyMemory<byte> Find(OpaqueField field) => _fields.GetValueOrDefault((ushort)field);

    /// <summary>A field as printable ASCII, without the zeros after it; empty when it is absent or no text.</summary>
    public string Text(OpaqueField field)
    {
        var bytes = Find(field).Span.TrimEnd((byte)0);
        return bytes.Length <= MaxTextBytes && !bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Encoding.ASCII.GetString(bytes).Trim() : "";
    }

    /// <returns>Null when lengths do not fit or a field comes twice.</returns>
    public static OpaqueData? TryParse(ReadOnlyMemory<byte> bytes)
    {
        var fields = new Dictionary<ushort, ReadOnlyMemory<byte>>();
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < HeaderBytes) return null;
            var size = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[2..]);
            if (bytes.Length < HeaderBytes + size) return null;
            if (!fields.TryAdd(BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span), bytes.Slice(HeaderBytes, size))) return null;
            bytes = bytes[(HeaderBytes + size)..];
        }
        return new OpaqueData(fields);
    }
}
