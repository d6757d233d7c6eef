using Cocoon.Inference.Formats;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.OpenAi;

/// <summary>
/// A chat completion request in OpenAI's shape, read and checked. The gateway uses it to validate, the provider to run.
/// </summary>
public sealed record ChatCompletionRequest : ServedRequest
{
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>max_completion_tokens, or the older max_tokens; null when neither is set.</summary>
    public int? MaxTokens { get; init; }

    public SamplingOptions Sampling { get; init; } = new();

    public IReadOnlyList<string> Stop { get; init; } = [];

    public bool LogProbs { get; init; }

    /// <summary>top_logprobs, 0 to 20.</summary>
    public int TopLogProbs { get; init; }

    /// <summary>n, 1 or more: answers wanted.</summary>
    public int Choices { get; init; } = 1;

    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    public ToolChoice ToolChoice { get; init; } = ToolChoice.Auto;

    public bool ParallelToolCalls { get; init; } = true;

    public AnswerFormat Format { get; init; } = AnswerFormat.Text;

    public string? ReasoningEffort { get; init; }

    /// <summary>Set by a request to POST /v1/completions: text to continue; then there are no messages.</summary>
    public string? RawPrompt { get; init; }

    /// <summary><c>cocoon.written</c>: tokens that the answer has already; it goes on after them.</summary>
    public IReadOnlyList<int> Written { get; init; } = [];

    /// <summary>
    /// Whether it is a conversation of texts and nothing else; a receipt commits to its turns then, and otherwise to the body
    /// as it came (docs/receipts.md).
    /// </summary>
    public bool IsPlain => RawPrompt is null && Written.Count == 0 && Tools.Count == 0 && Format.Kind == AnswerFormatKind.Text
        && Messages.All(static message => message.ToolCalls.Count == 0 && message.ToolCallId is null);

    /// <summary>Whether it has one right answer, so that another machine can run it again: greedy, or with a seed.</summary>
    public bool IsDeterministic => Sampling.Temperature == 0 || Sampling.Seed is not null;

    public bool Stream { get; init; }

    /// <summary>stream_options.include_usage.</summary>
    public bool IncludeUsage { get; init; }

    /// <param name="utf8Json">The request's body.</param>
    /// <exception cref="RequestFormatException">It is not a request that can be served; the message says what to change.</exception>
    public static new ChatCompletionRequest Parse(ReadOnlyMemory<byte> utf8Json) => RequestReader.Read(utf8Json, ChatRequestReader.Read);

    /// <summary>Reads a request to POST /v1/completions; it has a raw prompt.</summary>
    /// <inheritdoc cref="Parse"/>
    public static ChatCompletionRequest ParseCompletion(ReadOnlyMemory<byte> utf8Json) => RequestReader.Read(utf8Json, CompletionRequestReader.Read);

    /// <param name="maxTokens">Most tokens to generate for each choice, whatever the request asks for.</param>
    public GenerationRequest ToGenerationRequest(int maxTokens) =>
        new(new ChatPrompt(Messages) { Tools = Tools }, Math.Min(MaxTokens ?? maxTokens, maxTokens), Sampling, Stop, LogProbs)
        {
            RawPrompt = RawPrompt, Written = Written, Choices = Choices, TopLogProbs = TopLogProbs, Format = Format, ToolChoice = ToolChoice,
            ParallelToolCalls = ParallelToolCalls, ReasoningEffort = ReasoningEffort,
        };
}
