namespace Cocoon.Inference.OpenAi;

/// <summary>
/// A request that a provider serves, read from its body: chats have <c>messages</c>, completions a <c>prompt</c>, embeddings
/// an <c>input</c>. The body carries nothing else that tells its kind, since that is what lies inside the seal.
/// </summary>
public abstract record ServedRequest
{
    /// <summary>The model asked for; 1 to 128 characters.</summary>
    public required string Model { get; init; }

    /// <summary>What the caller asks of the market.</summary>
    public MarketOptions Market { get; init; } = MarketOptions.None;

    /// <summary>Reads a body of whichever kind. Completions become a <see cref="ChatCompletionRequest"/> with a raw prompt.</summary>
    /// <param name="utf8Json">The request's body.</param>
    /// <exception cref="RequestFormatException">It is not a request that can be served; the message says what to change.</exception>
    public static ServedRequest Parse(ReadOnlyMemory<byte> utf8Json) => RequestReader.Read(utf8Json, static ServedRequest (root) =>
        root.Value("messages") is not null ? ChatRequestReader.Read(root)
        : root.Value("prompt") is not null ? CompletionRequestReader.Read(root)
        : root.Value("input") is not null ? EmbeddingRequestReader.Read(root)
        : ChatRequestReader.Read(root));
}
