using Cocoon.Inference.Cpu.Kernels;

namespace Cocoon.Inference.Cpu.Backend;

/// <summary>Makes signed bytes of a tensor's rows, in parts of some rows.</summary>
internal sealed unsafe class QuantizeJob : ComputeJob
{
    private const int RowsOfPart = 8;

    private CpuTensor _tensor = null!;
    private byte* _target;
    private int _first;
    private int _rows;

    /// <summary>Sets it up; how many parts there are, 0 when all is quantised already.</summary>
    public int Prepare(CpuTensor tensor, int rows)
    {
        (_tensor, _rows) = (tensor, rows);
        _target = tensor.Quantized(rows, out _first);
        return Math.Max(0, rows - _first + RowsOfPart - 1) / RowsOfPart;
    }

    public override void Run(int part, int worker)
    {
        var first = _first + part * RowsOfPart;
        for (var row = first; row < Math.Min(_rows, first + RowsOfPart); row++)
            Quantizer.Quantize(_tensor.Row(row), _tensor.Columns, ActivationRow.At(_target + row * _tensor.QuantizedStride, _tensor.Columns));
    }
}
