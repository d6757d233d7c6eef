namespace Cocoon.Inference.Torch;

/// <summary>Where and how exactly a <see cref="TorchBackend"/> computes.</summary>
public sealed record TorchBackendOptions
{
    /// <summary>"cpu", or "cuda:0" and so on. Default: "cpu".</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>"fp32", "bf16" or "fp16", of weights, activations, keys and values; sums inside of operations are longer. Default: "bf16" on CUDA, "fp32" on the processor.</summary>
    public string? Precision { get; init; }

    /// <summary>
    /// Rows that a matrix multiplies at a time, always: fewer are filled up. libtorch chooses its kernel by the number of rows, and
    /// with the kernel the order of sums, so only a fixed number gives a row the same bits in any company. More read prompts
    /// faster and make single tokens slower. Default: 64 on CUDA, where fewer cost as much, and 8 on the processor.
    /// </summary>
    public int? TileRows { get; init; }
}
