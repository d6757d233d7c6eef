using System.Security.Cryptography;

namespace Cocoon.Ton.Crypto;

/// <summary>An Ed25519 key pair in memory. Its text form never shows the seed; disposing wipes it. Thread-safe until disposed.</summary>
public sealed class SigningKey : IDisposable
{
    public const int SeedBytes = 32;

    private readonly byte[] _seed;
    private bool _disposed;

    /// <param name="seed">Thirty-two random bytes; copied.</param>
    /// <param name="ed25519">Computes the public key.</param>
    public SigningKey(ReadOnlySpan<byte> seed, IEd25519 ed25519)
    {
        if (seed.Length != SeedBytes) throw new ArgumentException($"An Ed25519 seed has {SeedBytes} bytes.", nameof(seed));
        _seed = seed.ToArray();
        PublicKey = ed25519.PublicKey(seed);
    }

    public ReadOnlyMemory<byte> PublicKey { get; }

    internal ReadOnlySpan<byte> Seed
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _seed;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_seed);
    }

    public override string ToString() => $"key {Convert.ToHexStringLower(PublicKey.Span[..4])}…";
}
