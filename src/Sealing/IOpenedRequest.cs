using Cocoon.Core.Crypto;

namespace Cocoon.Sealing;

/// <summary>A request inside the enclave: <see cref="OpenedRequest"/>. Not thread-safe.</summary>
public interface IOpenedRequest : IDisposable
{
    /// <summary>What the caller sealed. Zeros once disposed.</summary>
    ReadOnlyMemory<byte> Plaintext { get; }

    /// <summary>Begins an answer under a key of its own; the caller disposes it.</summary>
    IAnswerSealer StartAnswer(IEntropy entropy);
}
