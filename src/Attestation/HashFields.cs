using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cocoon.Attestation;

/// <summary>Hashes fields one after the other so that none can run into the next.</summary>
internal static class HashFields
{
    /// <summary>Appends the field's length in 4 bytes, big-endian, and the field.</summary>
    public static void AppendField(this IncrementalHash hash, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        hash.AppendData(length);
        hash.AppendData(field);
    }
}
