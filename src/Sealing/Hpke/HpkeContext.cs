using System.Security.Cryptography;

namespace Cocoon.Sealing.Hpke;

/// <summary>
/// An encryption context of RFC 9180, section 5, base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-GCM. Sender and
/// recipient have the same secrets; only the sender seals. Not thread-safe. Disposing zeroes the secrets.
/// </summary>
internal sealed class HpkeContext : IDisposable
{
    private const byte BaseMode = 0;
    private const byte KdfId = 1;

    private readonly byte[] _suite;
    private readonly SequencedAead _aead;
    private readonly byte[] _exporterSecret = new byte[LabeledKdf.HashBytes];
    private bool _isDisposed;
    private ulong _next;

    private HpkeContext(HpkeAead aead, ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> info)
    {
        _suite = [.. "HPKE"u8, 0, (byte)DhKem.Id, 0, KdfId, 0, (byte)aead];
        Span<byte> context = stackalloc byte[1 + (2 * LabeledKdf.HashBytes)];
        context[0] = BaseMode;
        LabeledKdf.Extract(_suite, [], "psk_id_hash"u8, [], context.Slice(1, LabeledKdf.HashBytes));
        LabeledKdf.Extract(_suite, [], "info_hash"u8, info, context[(1 + LabeledKdf.HashBytes)..]);
        Span<byte> secret = stackalloc byte[LabeledKdf.HashBytes];
        Span<byte> key = stackalloc byte[aead == HpkeAead.Aes128Gcm ? 16 : 32];
        Span<byte> nonce = stackalloc byte[SequencedAead.NonceBytes];
        LabeledKdf.Extract(_suite, sharedSecret, "secret"u8, [], secret);
        LabeledKdf.Expand(_suite, secret, "key"u8, context, key);
        LabeledKdf.Expand(_suite, secret, "base_nonce"u8, context, nonce);
        LabeledKdf.Expand(_suite, secret, "exp"u8, context, _exporterSecret);
        _aead = new SequencedAead(key, nonce);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(nonce);
    }

    /// <summary>SetupBaseS.</summary>
    /// <returns>Null when the recipient's key is no point of the curve.</returns>
    public static HpkeContext? TrySend(HpkeAead aead, ReadOnlySpan<byte> recipient, P256Key ephemeral, ReadOnlySpan<byte> info)
    {
        Span<byte> secret = stackalloc byte[DhKem.SecretBytes];
        if (!DhKem.TryEncapsulate(recipient, ephemeral, secret)) return null;
        var context = new HpkeContext(aead, secret, info);
        CryptographicOperations.ZeroMemory(secret);
        return context;
    }

    /// <summary>SetupBaseR.</summary>
    /// <returns>Null when the sender's key is no point of the curve.</returns>
    public static HpkeContext? TryReceive(HpkeAead aead, ReadOnlySpan<byte> encapsulated, P256Key recipient, ReadOnlySpan<byte> info)
    {
        Span<byte> secret = stackalloc byte[DhKem.SecretBytes];
        if (!DhKem.TryDecapsulate(encapsulated, recipient, secret)) return null;
        var context = new HpkeContext(aead, secret, info);
        CryptographicOperations.ZeroMemory(secret);
        return context;
    }

    /// <summary>Seals the next message.</summary>
    /// <param name="associated">Bytes that are bound and not hidden.</param>
    /// <param name="plaintext">What to hide.</param>
    /// <param name="sealedBytes">Takes 16 bytes more.</param>
    public void Seal(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plaintext, Span<byte> sealedBytes) =>
        _aead.Seal(checked(_next++), associated, plaintext, sealedBytes);

    /// <summary>Opens the next message; one that does not open is not counted.</summary>
    public bool TryOpen(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> sealedBytes, Span<byte> plaintext)
    {
        if (!_aead.TryOpen(_next, associated, sealedBytes, plaintext)) return false;
        _next = checked(_next + 1);
        return true;
    }

    /// <summary>A secret that only sender and recipient can make (section 5.3).</summary>
    /// <param name="context">What it is for.</param>
    /// <param name="secret">Takes up to 8,160 bytes.</param>
    /// <exception cref="ObjectDisposedException">The secrets are gone.</exception>
    public void Export(ReadOnlySpan<byte> context, Span<byte> secret)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(secret.Length, LabeledKdf.MaxOutputBytes);
        LabeledKdf.Expand(_suite, _exporterSecret, "sec"u8, context, secret);
    }

    public void Dispose()
    {
        _isDisposed = true;
        _aead.Dispose();
        CryptographicOperations.ZeroMemory(_exporterSecret);
    }
}
