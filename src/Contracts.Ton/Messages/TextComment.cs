using System.Text;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Messages;

/// <summary>The comment in a transfer's body. Source: TON docs "Smart contract guidelines", opcode 0 and snake format.</summary>
/// <param name="Text">The text; null for an encrypted comment, which only the receiver's key opens.</param>
public sealed record TextComment(string? Text)
{
    private const uint PlainOpcode = 0;
    private const uint EncryptedOpcode = 0x2167da4b;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public bool IsEncrypted => Text is null;

    /// <summary>A body with a plain comment.</summary>
    /// <exception cref="CellFormatException">The text is longer than a tree of cells can be deep (about 130,000 bytes).</exception>
    public static Cell Create(string text) => Snake.Write(new CellBuilder().StoreUInt(PlainOpcode, 32), Encode(text));

    /// <summary>The comment of a body; null when the body is not a comment.</summary>
    /// <exception cref="CellFormatException">A plain comment that is not UTF-8 or not whole bytes.</exception>
    public static TextComment? Read(Cell body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (body.IsExotic) return null;
        var slice = body.BeginParse();
        switch (slice.PeekUInt32())
        {
            case PlainOpcode:
                return new TextComment(Decode(Snake.Read(slice.SkipBits(32))));
            case EncryptedOpcode:
                return new TextComment((string?)null);
            default:
                return null;
        }
    }

    private static byte[] Encode(string text)
    {
        try
        {
            return StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw new CellFormatException("The comment has half of a surrogate pair, which no UTF-8 text can have.");
        }
    }

    private static string Decode(byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new CellFormatException("The comment is not UTF-8 text.");
        }
    }
}
