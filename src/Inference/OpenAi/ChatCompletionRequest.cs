namespace Cocoon.Inference.OpenAi;

/// <summary>
/// A chat completion request in OpenAI's shape, read and checked. The gateway uses it to validate, the provider to run.
/// </summary>
public sealed record ChatCompletionRequest
{
    public required string Model { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>max_completion_tokens, or the older max_tokens; null when neither is set.</summary>
    public int? MaxTokens { get; init; }

    public SamplingOptions Sampling { get; init; } = new();

    public IReadOnlyList<string> Stop { get; init; } = [];

    public bool LogProbs { get; init; }

    public bool Stream { get; init; }

    /// <summary>stream_options.include_usage.</summary>
    public bool IncludeUsage { get; init; }

    public MarketOptions Market { get; init; } = MarketOptions.None;

    /// <param name="utf8Json">The request's body.</param>
    /// <exception cref="RequestFormatException">It is not a request that can be served; the message says what to change.</exception>
    public static ChatCompletionRequest Parse(ReadOnlyMemory<byte> utf8Json) => ChatRequestReader.Read(utf8Json);

    /// <param name="maxTokens">Most tokens to generate, whatever the request asks for.</param>
    public GenerationRequest ToGenerationRequest(int maxTokens) =>
        new(new ChatPrompt(Messages), Math.Min(MaxTokens ?? maxTokens, maxTokens), Sampling, Stop, LogProbs);
}
