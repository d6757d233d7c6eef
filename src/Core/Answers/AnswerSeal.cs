using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Answers;

/// <summary>
/// Seals what is kept of answers under a key that only a holder of the API key can make: the market stores that key's hash
/// alone. HKDF-SHA256 (RFC 5869) over the API key gives one AES-256-GCM key for each answer; the nonce is random, since an
/// answer that was still being made is sealed anew when it is complete. Thread-safe.
/// </summary>
/// <remarks>Bytes: form (1), nonce (12), tag (16), ciphertext. Associated data: the account.</remarks>
public static class AnswerSeal
{
    /// <summary>Bytes that sealing adds.</summary>
    public const int Overhead = 1 + NonceBytes + TagBytes;

    private const byte Form = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int KeyBytes = 32;

    /// <param name="key">The caller's API key.</param>
    /// <param name="id">Key of the grain that keeps the answer.</param>
    /// <param name="plaintext">The answer.</param>
    /// <param name="entropy">Makes the nonce.</param>
    public static byte[] Seal(ApiKey key, string id, ReadOnlySpan<byte> plaintext, IEntropy entropy)
    {
        var message = new byte[Overhead + plaintext.Length];
        message[0] = Form;
        var nonce = message.AsSpan(1, NonceBytes);
        entropy.Fill(nonce);
        using var aes = Cipher(key, id);
        aes.Encrypt(nonce, plaintext, message.AsSpan(Overhead), message.AsSpan(1 + NonceBytes, TagBytes), Associated(key));
        return message;
    }

    /// <returns>False when it was sealed under another API key or for another id, or was changed.</returns>
    public static bool TryOpen(ApiKey key, string id, ReadOnlySpan<byte> message, out byte[] plaintext)
    {
        plaintext = [];
        if (message.Length < Overhead || message[0] != Form) return false;
        var opened = new byte[message.Length - Overhead];
        using var aes = Cipher(key, id);
        try
        {
            aes.Decrypt(message.Slice(1, NonceBytes), message[Overhead..], message.Slice(1 + NonceBytes, TagBytes), opened, Associated(key));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        plaintext = opened;
        return true;
    }

    private static AesGcm Cipher(ApiKey key, string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        Span<byte> derived = stackalloc byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key.Reveal()), derived, salt: [], info: Encoding.UTF8.GetBytes($"cocoon.answer.v1\n{id}"));
        var cipher = new AesGcm(derived, TagBytes);
        CryptographicOperations.ZeroMemory(derived);
        return cipher;
    }

    private static byte[] Associated(ApiKey key) => Encoding.UTF8.GetBytes(key.Account.Raw);
}
