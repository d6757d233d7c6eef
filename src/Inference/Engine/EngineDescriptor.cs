namespace Cocoon.Inference;

/// <summary>What an engine serves.</summary>
/// <param name="ModelId">Name that callers ask for.</param>
/// <param name="WeightHash">SHA-256 of the model's manifest (docs/models.md), 64 lower-case hex digits.</param>
/// <param name="Quantization">Precision of the stored weights, such as "bf16".</param>
/// <param name="ContextLength">Most tokens of prompt and completion together.</param>
/// <param name="MaxConcurrency">Generations that run at once; more wait.</param>
/// <param name="EngineName">Which engine.</param>
/// <param name="EngineVersion">Its version.</param>
public sealed record EngineDescriptor(
    string ModelId, string WeightHash, string Quantization, int ContextLength, int MaxConcurrency, string EngineName, string EngineVersion)
{
    /// <summary>What it can do beyond continuing text. Default: nothing.</summary>
    public EngineCapabilities Capabilities { get; init; }

    /// <summary>Precision class of the arithmetic, by which audits compare answers: "fp32", "int8", "bf16", "fp16"; empty where it is not known.</summary>
    public string Precision { get; init; } = "";
}
