using Cocoon.Inference.Cpu.Kernels;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Cpu.Backend;

/// <summary>A weight matrix in the file's own memory, in the form the file has it.</summary>
internal sealed unsafe class CpuMatrix : IMatrix
{
    private readonly StoredTensor _stored;

    public CpuMatrix(StoredTensor stored)
    {
        var rowBytes = stored.Type switch
        {
            WeightType.F32 => (long)stored.Columns * sizeof(float),
            WeightType.F16 or WeightType.BF16 => (long)stored.Columns * sizeof(ushort),
            WeightType.Q80 => Q80Form.RowBytes(stored.Columns),
            WeightType.Q4K => Q4KForm.RowBytes(stored.Columns),
            WeightType.Q6K => Q6KRows.RowBytes(stored.Columns),
            _ => throw new NotSupportedException($"The processor does not multiply weights of type {stored.Type} ('{stored.Name}')."),
        };
        var block = stored.Type switch { WeightType.Q80 => BlockTile.BlockSize, WeightType.Q4K or WeightType.Q6K => Q6KRows.SuperSize, _ => 1 };
        if (stored.Rows < 1 || stored.Columns < 1 || stored.Columns % block != 0 || stored.Bytes != stored.Rows * rowBytes)
            throw new ArgumentException($"'{stored.Name}' says {stored.Rows} x {stored.Columns} of {stored.Type} but has {stored.Bytes} bytes.", nameof(stored));
        (_stored, RowBytes) = (stored, rowBytes);
        PageAdvice.ReadAhead(Data, stored.Bytes);
    }

    public int Rows => _stored.Rows;

    public int Columns => _stored.Columns;

    public WeightType Type => _stored.Type;

    public byte* Data => (byte*)_stored.Data;

    public long RowBytes { get; }

    /// <summary>Whether it is multiplied with quantised activations.</summary>
    public bool TakesQuantized => Type is WeightType.Q80 or WeightType.Q4K;

    public byte* Row(int row) => Data + row * RowBytes;

    public void Dispose()
    {
        // The memory is the file's.
    }
}
