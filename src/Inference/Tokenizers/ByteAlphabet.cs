using System.Text;

namespace Cocoon.Inference.Tokenizers;

/// <summary>
/// The printable stand-ins that byte-level BPE uses for bytes: visible Latin-1 characters stand for themselves, the others
/// for code points from 256 on, in byte order (GPT-2's bytes_to_unicode).
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Letters = MakeLetters();
    private static readonly Dictionary<char, byte> Bytes = Letters.Select((letter, value) => (letter, value)).ToDictionary(pair => pair.letter, pair => (byte)pair.value);

    /// <summary>A text's UTF-8 bytes as letters.</summary>
    public static string Encode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var count = Encoding.UTF8.GetBytes(text, bytes);
        return string.Create(count, bytes, static (letters, source) =>
        {
            for (var i = 0; i < letters.Length; i++) letters[i] = Letters[source[i]];
        });
    }

    /// <summary>The bytes behind a token; null when a character is no letter of this alphabet.</summary>
    public static byte[]? Decode(string letters)
    {
        var bytes = new byte[letters.Length];
        for (var i = 0; i < bytes.Length; i++)
            if (!Bytes.TryGetValue(letters[i], out bytes[i])) return null;
        return bytes;
    }

    private static char[] MakeLetters()
    {
        var letters = new char[256];
        var next = 256;
        for (var value = 0; value < 256; value++)
        {
            var visible = value is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE;
            letters[value] = (char)(visible ? value : next++);
        }
        return letters;
    }
}
