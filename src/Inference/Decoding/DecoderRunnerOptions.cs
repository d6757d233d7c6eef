namespace Cocoon.Inference.Decoding;

/// <summary>How much a <see cref="DecoderRunner"/> reads at once and keeps. Its memory is taken once, when it is made.</summary>
public sealed record DecoderRunnerOptions
{
    /// <summary>Most sequences open at once. More let more callers share a step, which costs one row of logits each. Default: 16.</summary>
    public int MaxSequences { get; init; } = 16;

    /// <summary>Most tokens of one step. More read prompts faster and make decoding sequences wait longer. Default: 256.</summary>
    public int MaxRows { get; init; } = 256;

    /// <summary>
    /// Blocks of 16 tokens whose keys and values are kept, of all sequences and prefixes together. A block takes
    /// 16 × layers × 2 × key-value heads × head size numbers. Default: 1024 (16,384 tokens).
    /// </summary>
    public int KeyValueBlocks { get; init; } = 1024;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSequences, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRows, MaxSequences);
        ArgumentOutOfRangeException.ThrowIfLessThan(KeyValueBlocks, 1);
    }
}
