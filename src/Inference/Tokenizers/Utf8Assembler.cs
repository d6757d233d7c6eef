using System.Text;

namespace Cocoon.Inference.Tokenizers;

/// <summary>
/// Turns a stream of byte pieces into text: bytes of an unfinished character wait for the rest, invalid ones become
/// U+FFFD. Not thread-safe.
/// </summary>
public sealed class Utf8Assembler
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The text that these bytes complete.</summary>
    public string Append(ReadOnlySpan<byte> bytes) => Decode(bytes, flush: false);

    /// <summary>What is left at the end: U+FFFD for a character that never became whole.</summary>
    public string Flush() => Decode([], flush: true);

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> chars = stackalloc char[bytes.Length + 4];
        return new string(chars[.._decoder.GetChars(bytes, chars, flush)]);
    }
}
