namespace Cocoon.Inference;

/// <summary>
/// Something that continues chats: the CPU engine in this process, or later a server or library behind it. Thread-safe;
/// many generations run side by side.
/// </summary>
public interface IInferenceEngine : IAsyncDisposable
{
    EngineDescriptor Descriptor { get; }

    /// <summary>What it is doing now; a snapshot.</summary>
    EngineLoad Load { get; }

    /// <summary>Exact tokens of a prompt under the model's chat template.</summary>
    int CountPromptTokens(ChatPrompt prompt);

    /// <summary>
    /// Generates until the model stops, a stop string appears or the token limit is reached. One event per token, then one
    /// last event without a token that carries <see cref="TokenEvent.Finish"/> and <see cref="TokenEvent.Usage"/>. The
    /// model's end-of-turn token is never delivered and never counted. The engine works only while the caller asks for the
    /// next event, so cancelling or disposing stops it within one step.
    /// </summary>
    /// <exception cref="InferenceRequestException">The request cannot be served as it stands.</exception>
    IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken = default);
}
