using System.Buffers.Binary;
using Cocoon.Core.Crypto;

namespace Cocoon.Simulation.Randomness;

/// <summary>"Entropy" from the seed.</summary>
internal sealed class DiceEntropy(Dice dice) : IEntropy
{
    public void Fill(Span<byte> bytes)
    {
        Span<byte> word = stackalloc byte[8];
        for (; bytes.Length > 0; bytes = bytes[Math.Min(8, bytes.Length)..])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, dice.Next());
            word[..Math.Min(8, bytes.Length)].CopyTo(bytes);
        }
    }
}
