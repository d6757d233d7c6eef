using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>IEEE binary16. Infinities and NaN, which no weight may be, become large numbers.</summary>
internal readonly unsafe struct Half16Form : IFloatForm
{
    /// <summary>2 to the power 112, by which the exponents' biases differ.</summary>
    private const float Rebias = 5.192296858534828e33f;

    public static int Size => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* source) => Widen(Vector256.Load((ushort*)source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadPart(byte* source, int count)
    {
        Vector256<ushort> stored = default;
        for (var i = 0; i < count; i++) ((ushort*)&stored)[i] = ((ushort*)source)[i];
        return Widen(stored);
    }

    /// <summary>One entry, in its lowest 16 bits; the conversion of .NET is a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToSingle(uint stored)
    {
        var size = BitConverter.UInt32BitsToSingle((stored & 0x7fff) << 13) * Rebias;
        return BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(size) | (stored & 0x8000) << 16);
    }

    /// <summary>Moves exponent and fraction to their places in 32 bits; the factor makes up for the other bias, below the normal range too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Widen(Vector256<ushort> stored)
    {
        var bits = Vector512.WidenLower(stored.ToVector512());
        var size = Vector512.ShiftLeft(bits & Vector512.Create(0x7fffu), 13).AsSingle() * Vector512.Create(Rebias);
        return (size.AsUInt32() | Vector512.ShiftLeft(bits & Vector512.Create(0x8000u), 16)).AsSingle();
    }
}
