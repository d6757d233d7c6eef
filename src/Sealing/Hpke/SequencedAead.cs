using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cocoon.Sealing.Hpke;

/// <summary>
/// AES-GCM under one key, with a nonce for each number: the base nonce XOR the number (RFC 9180, section 5.2). Whoever uses it
/// seals one message a number, and no more. Not thread-safe.
/// </summary>
internal sealed class SequencedAead : IDisposable
{
    public const int TagBytes = 16;
    public const int NonceBytes = 12;

    private readonly AesGcm _cipher;
    private readonly byte[] _baseNonce;

    public SequencedAead(ReadOnlySpan<byte> key, ReadOnlySpan<byte> baseNonce)
    {
        _cipher = new AesGcm(key, TagBytes);
        _baseNonce = baseNonce.ToArray();
    }

    /// <param name="number">Never the same twice.</param>
    /// <param name="associated">Bytes that are bound and not hidden.</param>
    /// <param name="plaintext">What to hide.</param>
    /// <param name="sealedBytes">Takes as many bytes and the tag's 16.</param>
    public void Seal(ulong number, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plaintext, Span<byte> sealedBytes)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(number, nonce);
        _cipher.Encrypt(nonce, plaintext, sealedBytes[..^TagBytes], sealedBytes[^TagBytes..], associated);
    }

    /// <param name="number">The number it was sealed with.</param>
    /// <param name="associated">The bytes it was bound to.</param>
    /// <param name="sealedBytes">At least 16.</param>
    /// <param name="plaintext">Takes 16 fewer; zeros when false.</param>
    /// <returns>False when anything differs from what was sealed.</returns>
    public bool TryOpen(ulong number, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> sealedBytes, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(number, nonce);
        try
        {
            _cipher.Decrypt(nonce, sealedBytes[..^TagBytes], sealedBytes[^TagBytes..], plaintext, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            plaintext.Clear();
            return false;
        }
    }

    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_baseNonce);
    }

    private void WriteNonce(ulong number, Span<byte> nonce)
    {
        _baseNonce.CopyTo(nonce);
        var low = nonce[^sizeof(ulong)..];
        BinaryPrimitives.WriteUInt64BigEndian(low, BinaryPrimitives.ReadUInt64BigEndian(low) ^ number);
    }
}
