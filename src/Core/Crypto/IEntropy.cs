namespace Cocoon.Core.Crypto;

/// <summary>A source of random bytes, injected so that simulations can replay them. Thread-safe.</summary>
public interface IEntropy
{
    void Fill(Span<byte> bytes);
}
