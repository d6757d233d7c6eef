namespace Cocoon.Inference.Cpu.Backend;

/// <summary>What a <see cref="RowsJob"/> does with each row.</summary>
internal enum RowsOperation
{
    RmsNorm,
    SiluMultiply,
    Add,
    Rotate,
}
