using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cocoon.Gateway;

/// <summary>Small JSON documents written field by field, so that their shape is in plain sight.</summary>
internal static class Json
{
    /// <summary>Text goes out as UTF-8, as OpenAI's does, not as escapes: an answer in Russian would have six bytes for each letter.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Writing)) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
