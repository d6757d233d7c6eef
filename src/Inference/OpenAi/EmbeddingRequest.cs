namespace Cocoon.Inference.OpenAi;

/// <summary>A request to POST /v1/embeddings, read and checked.</summary>
public sealed record EmbeddingRequest : ServedRequest
{
    /// <summary>Most inputs of one request: an answer tells its vectors apart by one byte (docs/sealing.md).</summary>
    public const int MaxInputs = 128;

    /// <summary>Texts, none of them empty; 1 to <see cref="MaxInputs"/>.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The vectors' length the caller insists on; null for the model's own.</summary>
    public int? Dimensions { get; init; }

    /// <summary>How vectors are written. Default: numbers.</summary>
    public EmbeddingEncoding Encoding { get; init; }

    /// <param name="utf8Json">The request's body.</param>
    /// <exception cref="RequestFormatException">It is not a request that can be served; the message says what to change.</exception>
    public static new EmbeddingRequest Parse(ReadOnlyMemory<byte> utf8Json) => RequestReader.Read(utf8Json, EmbeddingRequestReader.Read);
}
