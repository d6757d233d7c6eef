using System.Security.Cryptography;

namespace Cocoon.Ton.Tests.Wallets;

/// <summary>Randomness that repeats.</summary>
internal sealed class SeededEntropy(int seed) : RandomNumberGenerator
{
    private readonly Random _random = new(seed);

    public override void GetBytes(byte[] data) => _random.NextBytes(data);

    public override void GetBytes(Span<byte> data) => _random.NextBytes(data);
}
