using System.Runtime.CompilerServices;
using Cocoon.Inference;

namespace Cocoon.Bench.Soak;

/// <summary>An engine that costs nothing: every answer has the same few words. Thread-safe.</summary>
internal sealed class SteadyEngine(string model) : IInferenceEngine
{
    public const int PromptTokens = 20;
    public const int CompletionTokens = 12;

    /// <summary>SHA-256 of no weights at all, as the market lists them.</summary>
    public static readonly string WeightHash = new('0', 64);

    public EngineDescriptor Descriptor { get; } = new(model, WeightHash, "none", ContextLength: 4_096, MaxConcurrency: 256, "steady", "1");

    public EngineLoad Load => default;

    public int CountPromptTokens(ChatPrompt prompt) => PromptTokens;

    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var token = 0; token < CompletionTokens; token++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new TokenEvent(token, "word ");
        }
        yield return new TokenEvent(null, "", Finish: FinishReason.Stop, Usage: new TokenUsage(PromptTokens, 0, CompletionTokens, 0));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
