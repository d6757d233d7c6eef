namespace Cocoon.Inference.Models;

/// <summary>Rotary positions of a model. Parameters of the scaling are those of Hugging Face's rope_scaling, and its defaults.</summary>
/// <param name="Theta">Base of the frequencies.</param>
public sealed record RopeConfig(float Theta)
{
    /// <summary>Whether neighbours (2i, 2i + 1) are rotated against each other, as GGUF's "llama" stores them; otherwise a head's halves.</summary>
    public bool Interleaved { get; init; }

    public RopeScalingKind Scaling { get; init; }

    /// <summary>How much longer the context is made; 1 or more.</summary>
    public float Factor { get; init; } = 1;

    /// <summary>Context before scaling, in tokens.</summary>
    public int OriginalContext { get; init; }

    /// <summary>Llama 3: wavelengths above original context / this are scaled wholly.</summary>
    public float LowFrequencyFactor { get; init; } = 1;

    /// <summary>Llama 3: wavelengths below original context / this are not scaled.</summary>
    public float HighFrequencyFactor { get; init; } = 4;

    /// <summary>YaRN: rotations in the original context above which a dimension is not scaled.</summary>
    public float BetaFast { get; init; } = 32;

    /// <summary>YaRN: rotations below which it is scaled wholly.</summary>
    public float BetaSlow { get; init; } = 1;

    /// <summary>YaRN: factor on cosines and sines; null for 0.1 ln(factor) + 1.</summary>
    public float? AttentionFactor { get; init; }

    /// <summary>
    /// Divisors of each pair's frequency instead of <see cref="Scaling"/>'s formula, as GGUF files of Llama 3.1 carry them
    /// ("rope_freqs.weight"); empty for none.
    /// </summary>
    public IReadOnlyList<float> FrequencyDivisors { get; init; } = [];
}
