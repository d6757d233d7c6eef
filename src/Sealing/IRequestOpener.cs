using Cocoon.Core.Crypto;

namespace Cocoon.Sealing;

/// <summary>Opens what was sealed to one enclave: <see cref="SealingKeyPair"/>. Thread-safe, but for disposing it.</summary>
public interface IRequestOpener : IDisposable
{
    /// <summary>The public key, P-256, 65 bytes, uncompressed.</summary>
    HexBytes PublicKey { get; }

    /// <summary>Opens a sealed request; null, and why, when it does not open.</summary>
    IOpenedRequest? TryOpen(SealingTerms terms, ReadOnlySpan<byte> message, out SealingFailure failure);
}
