namespace Cocoon.Inference.Tensors;

/// <summary>How a file stores a weight. The quantised ones are GGML's block formats, by its names without the underscore.</summary>
public enum WeightType
{
    F32,
    F16,
    BF16,

    /// <summary>Blocks of 32: one F16 scale, 32 signed bytes (34 bytes).</summary>
    Q80,

    /// <summary>Super-blocks of 256 at 4.5 bits (144 bytes).</summary>
    Q4K,

    /// <summary>Super-blocks of 256 at 6.5625 bits (210 bytes); files of Q4_K have some.</summary>
    Q6K,
}
