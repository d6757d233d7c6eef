using Cocoon.Inference.LlamaCpp.Library;

namespace Cocoon.Inference.LlamaCpp.Running;

/// <summary>Precision classes of llama.cpp's kinds of weights.</summary>
internal static class PrecisionClass
{
    /// <summary>llama.cpp's name of a kind of weights, such as "(guessed) all F32", "Q8_0" or "Q4_K - Medium", as "f32", "q8_0" or "q4_k".</summary>
    public static string WeightsOf(string name)
    {
        var kind = name.Replace("(guessed)", "", StringComparison.Ordinal).Replace("all ", "", StringComparison.Ordinal).Trim();
        return kind.Split(' ', 2)[0].ToLowerInvariant();
    }

    /// <summary>The class of a model, by the coarser of its weights and its keys and values.</summary>
    /// <param name="weights">As <see cref="WeightsOf"/> has it.</param>
    /// <param name="keyValues">How keys and values are kept.</param>
    public static string Of(string weights, KeyValueType keyValues)
    {
        if (weights == "f32") return keyValues == KeyValueType.Single ? "fp32" : "fp16";
        if (weights == "f16") return "fp16";
        var bits = weights.IndexOf('q', StringComparison.Ordinal) + 1;
        return bits > 0 && bits < weights.Length && char.IsAsciiDigit(weights[bits]) ? $"int{weights[bits]}" : weights;
    }
}
