using Cocoon.Inference.Cpu.Backend;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Kernels;

internal static class RandomExtensions
{
    /// <summary>A tensor of random floats.</summary>
    public static ITensor Tensor(this Random random, CpuBackend backend, int rows, int columns)
    {
        using var weights = Weights.Random(WeightType.F32, rows, columns, random.Next());
        using var table = backend.Load(weights.Stored);
        var tensor = backend.Create(rows, columns);
        backend.Embed(table, [.. Enumerable.Range(0, rows)], tensor);
        return tensor;
    }

    public static float[] Floats(this ITensor tensor, CpuBackend backend)
    {
        var floats = new float[tensor.Rows * tensor.Columns];
        backend.Read(tensor, tensor.Rows, floats);
        return floats;
    }
}
