namespace Cocoon.Inference;

/// <summary>What an engine serves.</summary>
/// <param name="ModelId">Name that callers ask for.</param>
/// <param name="WeightHash">SHA-256 of the weights file, 64 lower-case hex digits.</param>
/// <param name="Quantization">Precision of the stored weights, such as "bf16".</param>
/// <param name="ContextLength">Most tokens of prompt and completion together.</param>
/// <param name="MaxConcurrency">Generations that run at once; more wait.</param>
/// <param name="EngineName">Which engine.</param>
/// <param name="EngineVersion">Its version.</param>
public sealed record EngineDescriptor(
    string ModelId, string WeightHash, string Quantization, int ContextLength, int MaxConcurrency, string EngineName, string EngineVersion);
