namespace Cocoon.Inference;

/// <summary>Vectors of an embedding request.</summary>
/// <param name="Vectors">One for each input, in their order; all have the model's number of dimensions.</param>
/// <param name="PromptTokens">Tokens of all inputs together.</param>
public sealed record EmbeddingResult(IReadOnlyList<ReadOnlyMemory<float>> Vectors, int PromptTokens);
