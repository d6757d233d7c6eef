using System.Runtime.CompilerServices;
using Cocoon.Inference;
using Cocoon.Inference.Models;

namespace Cocoon.ClusterKit.Silos;

/// <summary>
/// An engine that costs next to nothing and gives the same words always, under the name and the weights of a real model: what
/// is left to measure is the market. For tests and benches; the product has no such engine. Thread-safe.
/// </summary>
internal sealed class SteadyEngine(ModelFolder folder, int slots) : IInferenceEngine
{
    public EngineDescriptor Descriptor { get; } = new(folder.Id, folder.HashWeights(), "none", ContextLength: 4_096, slots, "steady", "1");

    public EngineLoad Load => default;

    public int CountPromptTokens(ChatPrompt prompt) => folder.Tokenizer.Count(prompt);

    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var token = 0; token < request.MaxTokens; token++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new TokenEvent(token, "word ");
        }
        yield return new TokenEvent(null, "", Finish: FinishReason.Length, Usage: new TokenUsage(CountPromptTokens(request.Prompt), 0, request.MaxTokens, 0));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
