using System.Numerics;
using System.Runtime.InteropServices;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Models;

/// <summary>Whether a stored weight has neither NaN nor infinity: one such number makes every answer noise.</summary>
internal static unsafe class FiniteCheck
{
    private const uint SingleExponent = 0x7f80_0000;
    private const ushort HalfExponent = 0x7c00;
    private const ushort BrainExponent = 0x7f80;

    /// <summary>Bytes looked at in one piece; a multiple of all block sizes is not needed, of 4 is.</summary>
    private const int Piece = 1 << 20;

    public static bool IsFinite(StoredTensor tensor) => tensor.Type switch
    {
        WeightType.F32 => AllBelow<uint>(tensor, SingleExponent),
        WeightType.F16 => AllBelow<ushort>(tensor, HalfExponent),
        WeightType.BF16 => AllBelow<ushort>(tensor, BrainExponent),
        // The rest of their blocks is integers.
        WeightType.Q80 => ScalesAreFinite(tensor, 34, 0),
        WeightType.Q4K => ScalesAreFinite(tensor, 144, 0, 2),
        WeightType.Q6K => ScalesAreFinite(tensor, 210, 208),
        _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor.Type, "Not a type of weights."),
    };

    /// <summary>Numbers are finite whose exponent is not all ones.</summary>
    private static bool AllBelow<T>(StoredTensor tensor, T exponent)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (long at = 0; at < tensor.Bytes; at += Piece)
        {
            var bytes = new ReadOnlySpan<byte>((byte*)tensor.Data + at, (int)Math.Min(Piece, tensor.Bytes - at));
            if (HasExponent(MemoryMarshal.Cast<byte, T>(bytes), exponent)) return false;
        }
        return true;
    }

    private static bool HasExponent<T>(ReadOnlySpan<T> values, T exponent)
        where T : unmanaged, IBinaryInteger<T>
    {
        var mask = new Vector<T>(exponent);
        var found = Vector<T>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count) found |= Vector.Equals(new Vector<T>(values[i..]) & mask, mask);
        if (found != Vector<T>.Zero) return true;
        for (; i < values.Length; i++)
            if ((values[i] & exponent) == exponent) return true;
        return false;
    }

    private static bool ScalesAreFinite(StoredTensor tensor, int block, params ReadOnlySpan<int> places)
    {
        for (long at = 0; at < tensor.Bytes; at += block)
            foreach (var place in places)
                if ((*(ushort*)((byte*)tensor.Data + at + place) & HalfExponent) == HalfExponent) return false;
        return true;
    }
}
