using System.Runtime.CompilerServices;
using Cocoon.Inference;

namespace Cocoon.CrashHost;

/// <summary>
/// The real engine, and death once the first token is out and the second is asked for. The first answer is exempt: the
/// provider tries its model out.
/// </summary>
internal sealed class CrashingEngine(IInferenceEngine engine, Death death) : IInferenceEngine
{
    private int _answers;

    public EngineDescriptor Descriptor => engine.Descriptor;

    public EngineLoad Load => engine.Load;

    public int CountPromptTokens(ChatPrompt prompt) => engine.CountPromptTokens(prompt);

    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var isTryOut = Interlocked.Increment(ref _answers) == 1;
        await foreach (var token in engine.GenerateAsync(request, cancellationToken))
        {
            yield return token;
            if (!isTryOut) death.At(CrashPoint.AfterFirstToken);
        }
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
