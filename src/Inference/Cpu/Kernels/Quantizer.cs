using System.Runtime.Intrinsics;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>Makes signed bytes of activations: scale = largest magnitude of the block / 127, integers rounded half to even.</summary>
internal static unsafe class Quantizer
{
    public static void Quantize(float* row, int columns, ActivationRow target)
    {
        var blocks = columns / BlockTile.BlockSize;
        for (var block = 0; block < blocks; block++)
        {
            var start = block * BlockTile.BlockSize;
            var (first, second) = (Vector512.Load(row + start), Vector512.Load(row + start + Lanes.Count));
            var largest = Lanes.Max(Vector512.Max(Vector512.Abs(first), Vector512.Abs(second)));
            var factor = Vector512.Create(largest > 0 ? 127 / largest : 0);
            var lower = Vector512.ConvertToInt32(Vector512.Round(first * factor));
            var upper = Vector512.ConvertToInt32(Vector512.Round(second * factor));
            var shorts = Vector512.Narrow(lower, upper);
            var bytes = Vector256.Narrow(shorts.GetLower(), shorts.GetUpper());
            bytes.Store(target.ValuePointer + start);
            (-bytes).Store(target.NegatedPointer + start);
            var scale = largest / 127;
            target.ScalePointer[block] = scale;
            target.SumPointer[block] = scale * Vector512.Sum(lower + upper);
        }
        for (var block = blocks; block < ActivationRow.BlocksPadded(columns); block++) target.ScalePointer[block] = target.SumPointer[block] = 0;
    }
}
