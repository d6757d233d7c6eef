using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>bfloat16: the upper halves of 32-bit floats.</summary>
internal readonly unsafe struct Brain16Form : IFloatForm
{
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Widen(Vector256<ushort> stored) => Vector512.ShiftLeft(Vector512.WidenLower(stored.ToVector512()), 16).AsSingle();
}
