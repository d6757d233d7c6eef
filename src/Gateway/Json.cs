using System.Buffers;
using System.Text.Json;

namespace Cocoon.Gateway;

/// <summary>Small JSON documents written field by field, so that their shape is in plain sight.</summary>
internal static class Json
{
    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
