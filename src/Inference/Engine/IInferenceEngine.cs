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

    /// <summary>Exact tokens that a request makes the model read, whatever the choices. Engines that continue raw text count it here.</summary>
    /// <exception cref="InferenceRequestException">The engine reads conversations only.</exception>
    int CountPromptTokens(GenerationRequest request) => request.RawPrompt is null
        ? CountPromptTokens(request.Prompt)
        : throw new InferenceRequestException("This model's engine reads conversations only. Use /v1/chat/completions.", "prompt", "unsupported_parameter");

    /// <summary>
    /// Generates until the model stops, a stop string appears or the token limit is reached. One event per token, then one
    /// last event without a token that carries <see cref="TokenEvent.Finish"/> and <see cref="TokenEvent.Usage"/>. The
    /// model's end-of-turn token is never delivered and never counted. Events of several choices come interleaved, each
    /// choice's in its order. The engine works at most a few tokens ahead of the caller (engines state how many), and what was
    /// not asked for is not counted; cancelling or disposing frees the slot within one step.
    /// </summary>
    /// <exception cref="InferenceRequestException">The request cannot be served as it stands.</exception>
    /// <exception cref="EngineBusyException">Too many wait already.</exception>
    /// <exception cref="InferenceEngineException">The engine failed, hangs or was closed.</exception>
    IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken = default);
}
