namespace Cocoon.Inference;

/// <summary>What an engine can do beyond continuing text. A request that needs what its engine lacks is refused by the field's name.</summary>
[Flags]
public enum EngineCapabilities
{
    None = 0,

    /// <summary>It tells a model of tools and reads its calls.</summary>
    Tools = 1,

    /// <summary>It holds an answer to JSON, with a schema or without.</summary>
    JsonSchema = 2,

    /// <summary>It tells how likely tokens and their rivals were.</summary>
    LogProbs = 4,

    /// <summary>It turns texts into vectors: it is an <see cref="IEmbeddingEngine"/>.</summary>
    Embeddings = 8,

    /// <summary>It tells apart what the model thought and what it answers.</summary>
    Reasoning = 16,

    /// <summary>It goes on with an answer that was begun elsewhere: <see cref="GenerationRequest.Written"/>.</summary>
    Continuation = 32,
}
