using System.Buffers.Binary;
using System.Numerics;
using Cocoon.Ton.Crypto;

namespace Cocoon.Simulation.Crypto;

/// <summary>
/// Stands in for signatures where only who signed what matters: a signature fits one key and one message and nothing else,
/// and costs a hundredth. Anyone could forge it, so it exists in simulations only. Thread-safe.
/// </summary>
internal sealed class SimulatedEd25519 : IEd25519
{
    public static readonly SimulatedEd25519 Instance = new();

    public string Name => "simulated";

    public byte[] PublicKey(ReadOnlySpan<byte> seed) => Digest(seed, "public key"u8, 32);

    public byte[] Sign(SigningKey key, ReadOnlySpan<byte> message) => Digest(key.PublicKey.Span, message, 64);

    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        publicKey.Length == 32 && signature.Length == 64 && signature.SequenceEqual(Digest(publicKey, message, 64));

    private static byte[] Digest(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, int length)
    {
        var state = Mix(Mix(0x9E3779B97F4A7C15, key), message);
        var digest = new byte[length];
        for (var i = 0; i < length; i += 8)
        {
            state = Step(state, (ulong)i);
            BinaryPrimitives.WriteUInt64LittleEndian(digest.AsSpan(i), state ^ (state >> 31));
        }

        return digest;
    }

    private static ulong Mix(ulong state, ReadOnlySpan<byte> bytes)
    {
        state = Step(state, (ulong)bytes.Length);
        for (; bytes.Length >= 8; bytes = bytes[8..]) state = Step(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes) state = Step(state, value);
        return state;
    }

    private static ulong Step(ulong state, ulong value) => BitOperations.RotateLeft((state ^ value) * 0xD6E8FEB86659FD93, 32) * 0xD6E8FEB86659FD93;
}
