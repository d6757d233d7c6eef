using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Receipts;

/// <summary>
/// Salted commitments to prompt and answer: SHA-256 over salt, then each part length-prefixed. The salt goes to the caller
/// alone, so a receipt proves what was said only when the caller opens it, and short texts cannot be guessed from the hash.
/// </summary>
public static class Commitment
{
    /// <summary>Bytes of salt.</summary>
    public const int SaltBytes = 32;

    /// <param name="salt">Thirty-two random bytes, fresh for each job.</param>
    /// <param name="messages">The conversation in order.</param>
    public static HexBytes OfPrompt(ReadOnlySpan<byte> salt, IEnumerable<(string Role, string Content)> messages) =>
        Of(salt, messages.SelectMany(message => (string[])[message.Role, message.Content]));

    public static HexBytes OfAnswer(ReadOnlySpan<byte> salt, string answer) => Of(salt, [answer]);

    private static HexBytes Of(ReadOnlySpan<byte> salt, IEnumerable<string> parts)
    {
        if (salt.Length != SaltBytes) throw new ArgumentException($"A salt has {SaltBytes} bytes.", nameof(salt));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("cocoon.commitment.v1"u8);
        hash.AppendData(salt);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return new HexBytes(hash.GetHashAndReset());
    }
}
