using System.Security.Cryptography;

namespace Cocoon.Core.Crypto;

/// <summary>The operating system's cryptographic random generator.</summary>
public sealed class SystemEntropy : IEntropy
{
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
