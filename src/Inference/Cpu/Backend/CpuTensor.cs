using Cocoon.Inference.Cpu.Kernels;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Cpu.Backend;

/// <summary>
/// Rows of 32-bit floats, and beside them the same rows as signed bytes once a quantised matrix asked for them; three or
/// two matrices in a row have the same input. Not thread-safe.
/// </summary>
internal sealed unsafe class CpuTensor : ITensor
{
    private readonly NativeBlock _memory;
    private NativeBlock? _quantized;
    private int _quantizedRows;

    public CpuTensor(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        (Rows, Columns) = (rows, columns);
        _memory = new NativeBlock((long)rows * columns * sizeof(float));
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Its floats, to be read.</summary>
    public float* Data => (float*)_memory.Start;

    /// <summary>Bytes from a quantised row to the next.</summary>
    public long QuantizedStride => ActivationRow.Bytes(Columns);

    public float* Row(int row) => Data + (long)row * Columns;

    /// <summary>Its floats, to be written: what was quantised of them holds no longer.</summary>
    public float* Write(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Rows);
        _quantizedRows = 0;
        return Data;
    }

    /// <summary>Memory for quantised rows; <paramref name="done"/> of them are there already.</summary>
    public byte* Quantized(int rows, out int done)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Rows);
        done = _quantizedRows;
        _quantizedRows = Math.Max(rows, done);
        _quantized ??= new NativeBlock(Rows * QuantizedStride);
        return _quantized.Start;
    }

    public void Dispose()
    {
        _memory.Dispose();
        _quantized?.Dispose();
    }
}
