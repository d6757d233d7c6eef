using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Receipts;

/// <summary>
/// Salted commitments to prompt and answer: SHA-256 over salt, then each part length-prefixed. The salt goes to the caller
/// alone, so a receipt proves what was said only when the caller opens it, and short texts cannot be guessed from the hash.
/// What is more than text has a label of its own, so that no plain conversation commits to the same.
/// </summary>
public static class Commitment
{
    /// <summary>Bytes of salt.</summary>
    public const int SaltBytes = 32;

    /// <summary>A conversation of texts, without tools and without a demanded form.</summary>
    /// <param name="salt">Thirty-two random bytes, fresh for each job.</param>
    /// <param name="messages">The conversation in order.</param>
    public static HexBytes OfPrompt(ReadOnlySpan<byte> salt, IEnumerable<(string Role, string Content)> messages) =>
        Of("cocoon.commitment.v1"u8, salt, messages.SelectMany(static message => (ReadOnlyMemory<byte>[])[Bytes(message.Role), Bytes(message.Content)]));

    /// <summary>Any other request: tools, a form of the answer, text to continue, inputs of embeddings.</summary>
    /// <param name="salt">Thirty-two random bytes, fresh for each job.</param>
    /// <param name="body">The request's body exactly as it was sealed.</param>
    public static HexBytes OfRequest(ReadOnlySpan<byte> salt, ReadOnlyMemory<byte> body) => OfParts(salt, [Bytes("request"), body]);

    /// <summary>An answer of one choice that is text and nothing else; <see cref="AnswerTranscript"/> knows of all others.</summary>
    public static HexBytes OfAnswer(ReadOnlySpan<byte> salt, string answer) => Of("cocoon.commitment.v1"u8, salt, [Bytes(answer)]);

    internal static HexBytes OfParts(ReadOnlySpan<byte> salt, IEnumerable<ReadOnlyMemory<byte>> parts) => Of("cocoon.commitment.v2"u8, salt, parts);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static HexBytes Of(ReadOnlySpan<byte> label, ReadOnlySpan<byte> salt, IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        if (salt.Length != SaltBytes) throw new ArgumentException($"A salt has {SaltBytes} bytes.", nameof(salt));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(label);
        hash.AppendData(salt);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            hash.AppendData(length);
            hash.AppendData(part.Span);
        }
        return new HexBytes(hash.GetHashAndReset());
    }
}
