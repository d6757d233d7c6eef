using System.Buffers.Binary;
using System.Text;

namespace Cocoon.Sealing;

/// <summary>What one chunk of an answer holds, but for the last, which holds the salt of the receipt's commitments.</summary>
/// <param name="TokenId">The token; null for text without one.</param>
/// <param name="Text">Text that became complete with this token; may be empty inside a character.</param>
/// <param name="LogProb">Natural logarithm of the token's probability, when asked for.</param>
public readonly record struct AnswerToken(int? TokenId, string Text, float? LogProb)
{
    private const int HeadBytes = sizeof(int) + sizeof(float);
    private const int NoToken = -1;

    /// <summary>Token id (4 bytes, big-endian; -1 for none), log probability (4 bytes, IEEE 754; NaN for none), UTF-8 text.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[HeadBytes + Encoding.UTF8.GetByteCount(Text)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, TokenId ?? NoToken);
        BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(sizeof(int)), LogProb ?? float.NaN);
        Encoding.UTF8.GetBytes(Text, bytes.AsSpan(HeadBytes));
        return bytes;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote. Never throws.</summary>
    /// <returns>False when it is too short or no UTF-8.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out AnswerToken token)
    {
        token = default;
        if (bytes.Length < HeadBytes || !System.Text.Unicode.Utf8.IsValid(bytes[HeadBytes..])) return false;
        var id = BinaryPrimitives.ReadInt32BigEndian(bytes);
        var logProb = BinaryPrimitives.ReadSingleBigEndian(bytes[sizeof(int)..]);
        token = new AnswerToken(id == NoToken ? null : id, Encoding.UTF8.GetString(bytes[HeadBytes..]), float.IsNaN(logProb) ? null : logProb);
        return id >= NoToken;
    }
}
