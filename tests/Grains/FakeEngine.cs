using System.Runtime.CompilerServices;
using Cocoon.Inference;

namespace Cocoon.Grains.Tests;

/// <summary>An engine that follows a script written in the prompt: "tokens N", "fail N" (after N tokens), "hang N"; a word after N is what it says.</summary>
internal sealed class FakeEngine(string model, string weightHash) : IInferenceEngine
{
    public EngineDescriptor Descriptor { get; } = new(model, weightHash, "fake", 1_000, 64, "fake", "1");

    public EngineLoad Load => default;

    public int CountPromptTokens(ChatPrompt prompt) => prompt.Messages[0].Content.Length;

    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var script = request.Prompt.Messages[0].Content.Split(' ');
        var count = int.Parse(script[1]);
        for (var i = 0; i < Math.Min(count, request.MaxTokens); i++)
        {
            await Task.Yield();
            yield return new TokenEvent(i, $"{(script.Length > 2 ? script[2] : "t")}{i} ");
        }
        if (script[0] == "fail") throw new InvalidOperationException($"secret {request.Prompt.Messages[0].Content}");
        if (script[0] == "hang") await Task.Delay(Timeout.Infinite, cancellationToken);
        yield return new TokenEvent(null, "", null, count > request.MaxTokens ? FinishReason.Length : FinishReason.Stop, new TokenUsage(CountPromptTokens(request.Prompt), 0, Math.Min(count, request.MaxTokens), 0));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
