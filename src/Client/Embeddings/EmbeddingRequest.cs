namespace Cocoon.Client;

/// <summary>Texts to turn into vectors.</summary>
/// <param name="Model">Model id.</param>
/// <param name="Inputs">Texts, at most 128.</param>
public sealed record EmbeddingRequest(string Model, IReadOnlyList<string> Inputs) : InferenceRequest(Model)
{
    /// <summary>Numbers of each vector, for models that can make shorter ones; null for the model's own.</summary>
    public int? Dimensions { get; init; }
}
