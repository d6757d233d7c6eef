using System.Runtime.CompilerServices;
using Cocoon.Inference;

namespace Cocoon.CrashHost;

/// <summary>The real engine, and death once the first token is out and the second is asked for.</summary>
internal sealed class CrashingEngine(IInferenceEngine engine, Death death) : IInferenceEngine
{
    public EngineDescriptor Descriptor => engine.Descriptor;

    public EngineLoad Load => engine.Load;

    public int CountPromptTokens(ChatPrompt prompt) => engine.CountPromptTokens(prompt);

    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var token in engine.GenerateAsync(request, cancellationToken))
        {
            yield return token;
            death.At(CrashPoint.AfterFirstToken);
        }
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
