using Cocoon.Inference.Cpu.Kernels;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Cpu.Backend;

/// <summary>A matrix product in parts of neighbouring weight rows.</summary>
/// <param name="workers">Threads that may work at once.</param>
internal sealed unsafe class LinearJob(int workers) : ComputeJob, IDisposable
{
    /// <summary>Weight rows that stay in a core's cache while all input rows pass.</summary>
    private const int Panel = 16;

    /// <summary>Input rows from which on it pays to make floats of a panel first; the bits are the same either way.</summary>
    private const int RowsToExpand = 8;

    /// <summary>Below these bytes of weights another thread costs more than it saves.</summary>
    private const long SmallBytes = 64 << 10;

    private const int PartsOfThread = 8;

    private readonly NativeBlock?[] _panels = new NativeBlock?[workers];
    private CpuMatrix _weight = null!;
    private float* _inputs;
    private byte* _quantized;
    private long _quantizedStride;
    private float* _bias;
    private float* _outputs;
    private int _inputRows;
    private int _rowsOfPart;

    /// <summary>Sets the product up; how many parts it has.</summary>
    public int Prepare(CpuMatrix weight, CpuTensor? bias, CpuTensor input, int rows, CpuTensor output, int threads)
    {
        _weight = weight;
        _bias = bias is null ? null : bias.Data;
        _inputs = input.Data;
        _quantized = weight.TakesQuantized ? input.Quantized(rows, out _) : null;
        _quantizedStride = input.QuantizedStride;
        _outputs = output.Write(rows);
        _inputRows = rows;
        for (var worker = 0; NeedsPanel && worker < threads; worker++) Reserve(worker);
        var work = weight.Rows * weight.RowBytes * Math.Max(1, rows / 2);
        var parts = work < 2 * SmallBytes || threads == 1 ? 1 : Math.Min(work / SmallBytes, (long)threads * PartsOfThread);
        _rowsOfPart = (int)((weight.Rows / parts + Panel) / Panel * Panel);
        return (weight.Rows + _rowsOfPart - 1) / _rowsOfPart;
    }

    public override void Run(int part, int worker)
    {
        var first = part * _rowsOfPart;
        var last = Math.Min(_weight.Rows, first + _rowsOfPart);
        // A single row streams through its weights once; there is nothing to keep.
        var panel = _inputRows == 1 && !NeedsPanel ? last - first : Panel;
        for (var row = first; row < last; row += panel) Multiply(row, Math.Min(panel, last - row), worker);
        if (_bias is null) return;
        for (var row = 0; row < _inputRows; row++) FloatRows.Add(_outputs + (long)row * _weight.Rows + first, _bias + first, last - first);
    }

    public void Dispose()
    {
        foreach (var panel in _panels) panel?.Dispose();
    }

    private bool NeedsPanel => _weight.Type switch
    {
        WeightType.Q6K => true,
        WeightType.F16 or WeightType.BF16 => _inputRows >= RowsToExpand,
        _ => false,
    };

    private void Multiply(int row, int count, int worker)
    {
        var weights = _weight.Row(row);
        var outputs = _outputs + row;
        if (NeedsPanel)
        {
            var panel = (float*)_panels[worker]!.Start;
            for (var i = 0; i < count; i++) FloatRows.Expand(_weight.Type, weights + i * _weight.RowBytes, _weight.Columns, panel + (long)i * _weight.Columns);
            FloatTile.Multiply<SingleForm>(
                (byte*)panel, (long)_weight.Columns * sizeof(float), count, _inputs, _weight.Columns, _inputRows, _weight.Columns, outputs, _weight.Rows);
            return;
        }
        switch (_weight.Type)
        {
            case WeightType.F32:
                MultiplyFloats<SingleForm>(weights, count, outputs);
                break;
            case WeightType.F16:
                MultiplyFloats<Half16Form>(weights, count, outputs);
                break;
            case WeightType.BF16:
                MultiplyFloats<Brain16Form>(weights, count, outputs);
                break;
            case WeightType.Q80:
                BlockTile.Multiply<Q80Form>(weights, count, _quantized, _quantizedStride, _inputRows, _weight.Columns, outputs, _weight.Rows);
                break;
            default:
                BlockTile.Multiply<Q4KForm>(weights, count, _quantized, _quantizedStride, _inputRows, _weight.Columns, outputs, _weight.Rows);
                break;
        }
    }

    private void MultiplyFloats<TForm>(byte* weights, int count, float* outputs) where TForm : struct, IFloatForm =>
        FloatTile.Multiply<TForm>(weights, _weight.RowBytes, count, _inputs, _weight.Columns, _inputRows, _weight.Columns, outputs, _weight.Rows);

    private void Reserve(int worker)
    {
        var bytes = (long)Panel * _weight.Columns * sizeof(float);
        if (_panels[worker]?.Bytes >= bytes) return;
        _panels[worker]?.Dispose();
        _panels[worker] = new NativeBlock(bytes);
    }
}
