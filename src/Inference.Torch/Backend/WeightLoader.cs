using Cocoon.Inference.Cpu.Backend;
using Cocoon.Inference.Tensors;
using static TorchSharp.torch;

namespace Cocoon.Inference.Torch.Backend;

/// <summary>Brings stored weights to a device, a few rows at a time, so that no second copy of a large one is ever held.</summary>
internal static class WeightLoader
{
    private const long PieceBytes = 64 * 1024 * 1024;

    public static Tensor Load(StoredTensor stored, ScalarType type, Device device)
    {
        var weight = empty([stored.Rows, stored.Columns], dtype: type, device: device);
        var piece = (int)Math.Clamp(PieceBytes / (stored.Columns * sizeof(float)), 1, stored.Rows);
        using var expander = TypeOf(stored.Type) is null ? new Expander(stored, piece) : null;
        for (var row = 0; row < stored.Rows; row += piece)
        {
            using var scope = NewDisposeScope();
            var rows = Math.Min(piece, stored.Rows - row);
            var part = expander is null ? Copy(stored, row, rows) : tensor(expander.Read(row, rows), [rows, stored.Columns]);
            weight.narrow(0, row, rows).copy_(part);
        }
        return weight;
    }

    private static ScalarType? TypeOf(WeightType type) => type switch
    {
        WeightType.F32 => ScalarType.Float32,
        WeightType.F16 => ScalarType.Float16,
        WeightType.BF16 => ScalarType.BFloat16,
        _ => null,
    };

    private static unsafe Tensor Copy(StoredTensor stored, int row, int rows)
    {
        var part = empty([rows, stored.Columns], dtype: TypeOf(stored.Type)!.Value, device: CPU);
        var bytes = part.bytes;
        new ReadOnlySpan<byte>((byte*)stored.Data + (long)row * (bytes.Length / rows), bytes.Length).CopyTo(bytes);
        return part;
    }

    /// <summary>Rows of a quantised weight as numbers, by the backend that knows all forms.</summary>
    private sealed class Expander(StoredTensor stored, int mostRows) : IDisposable
    {
        private readonly CpuBackend _processor = new(threads: 1);
        private IMatrix? _matrix;

        public float[] Read(int row, int rows)
        {
            _matrix ??= _processor.Load(stored);
            using var target = _processor.Create(mostRows, stored.Columns);
            _processor.Embed(_matrix, [.. Enumerable.Range(row, rows)], target);
            var values = new float[rows * stored.Columns];
            _processor.Read(target, rows, values);
            return values;
        }

        public void Dispose()
        {
            _matrix?.Dispose();
            _processor.Dispose();
        }
    }
}
