using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Cocoon.Client.Ai;

/// <summary>A Cocoon market as an <see cref="IChatClient"/>. Thread-safe.</summary>
internal sealed class CocoonChatClient(ICocoonClient client, string model) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("cocoon", defaultModelId: model);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var request = AiRequests.Of(messages, options, this, model);
        var result = await client.ChatAsync(request, cancellationToken);
        return new ChatResponse([.. result.Choices.Select(choice => new ChatMessage(ChatRole.Assistant, AiContents.Of(choice)) { MessageId = AiContents.MessageId(result.JobId, choice.Index) })])
        {
            ResponseId = result.JobId,
            ModelId = request.Model,
            FinishReason = result.Choices.Count > 0 ? AiContents.Finish(result.Choices[0].Finish) : null,
            Usage = AiContents.Usage(result.Usage),
            CreatedAt = result.Receipt?.Receipt.StartedAt,
            AdditionalProperties = new() { [CocoonAi.Facts] = result },
            RawRepresentation = result,
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var request = AiRequests.Of(messages, options, this, model);
        // One message of a stream is one answer: those who want several ask without streaming.
        if (request.Choices > 1) throw new NotSupportedException("Several answers cannot be streamed as updates. Use GetResponseAsync.");
        await foreach (var update in client.StreamChatAsync(request, cancellationToken))
        {
            if (update.Result is { } result) yield return Last(result, request.Model);
            else if (AiContents.Of(update) is { Count: > 0 } contents || update.Finish is not null)
                yield return new ChatResponseUpdate(ChatRole.Assistant, AiContents.Of(update)) { ModelId = request.Model, FinishReason = AiContents.Finish(update.Finish), RawRepresentation = update };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType.IsInstanceOfType(this)) return this;
        if (serviceType.IsInstanceOfType(client)) return client;
        return serviceType == typeof(ChatClientMetadata) ? _metadata : null;
    }

    public void Dispose()
    {
        // The client is whoever made it's to dispose.
    }

    /// <summary>Tool calls come whole: a caller could do nothing with half of their arguments.</summary>
    private static ChatResponseUpdate Last(ChatResult result, string model)
    {
        var contents = result.Choices.SelectMany(static choice => AiContents.Calls(choice)).ToList();
        contents.Add(new UsageContent(AiContents.Usage(result.Usage)));
        return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = result.JobId,
            MessageId = null,
            ModelId = model,
            AdditionalProperties = new() { [CocoonAi.Facts] = result },
            RawRepresentation = result,
        };
    }
}
