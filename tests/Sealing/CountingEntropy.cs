using System.Security.Cryptography;
using Cocoon.Core.Crypto;

namespace Cocoon.Sealing.Tests;

/// <summary>The same bytes in each run: SHAKE128 of a seed and a count.</summary>
internal sealed class CountingEntropy(byte seed) : IEntropy
{
    private byte _count;

    public void Fill(Span<byte> bytes) => Shake128.HashData([seed, _count++], bytes);
}
