using System.Runtime.CompilerServices;
using Cocoon.Inference;

namespace Cocoon.CrashHost;

/// <summary>
/// The real engine, which says one token of each answer and no more, so that whoever kills its process does so in the middle of one.
/// The first answer is exempt: the provider tries its model out.
/// </summary>
internal sealed class StallingEngine(IInferenceEngine engine) : IInferenceEngine
{
    private int _answers;

    public EngineDescriptor Descriptor => engine.Descriptor;

    public EngineLoad Load => engine.Load;

    public int CountPromptTokens(ChatPrompt prompt) => engine.CountPromptTokens(prompt);

    public int CountPromptTokens(GenerationRequest request) => engine.CountPromptTokens(request);

    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var isTryOut = Interlocked.Increment(ref _answers) == 1;
        await foreach (var token in engine.GenerateAsync(request, cancellationToken))
        {
            yield return token;
            if (!isTryOut) await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
