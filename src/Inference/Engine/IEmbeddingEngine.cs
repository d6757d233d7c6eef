namespace Cocoon.Inference;

/// <summary>
/// An engine that also turns texts into vectors; its descriptor says <see cref="EngineCapabilities.Embeddings"/>. Thread-safe.
/// </summary>
public interface IEmbeddingEngine : IInferenceEngine
{
    /// <summary>Exact tokens of a text as <see cref="EmbedAsync"/> counts them.</summary>
    int CountTokens(string input);

    /// <summary>One vector for each input, in their order. Cancelling stops the work within one step.</summary>
    /// <exception cref="InferenceRequestException">An input cannot be served, for example because it is longer than the context.</exception>
    Task<EmbeddingResult> EmbedAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default);
}
