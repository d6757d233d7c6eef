using System.Runtime.CompilerServices;
using Cocoon.Inference;

namespace Cocoon.Grains.Tests.Audits;

/// <summary>An engine that says it serves one model, and serves another when told to.</summary>
internal sealed class SubstitutedEngine(IInferenceEngine promised, IInferenceEngine cheaper) : IInferenceEngine
{
    public bool Cheats { get; set; }

    /// <summary>Answers that were made to their end.</summary>
    public int Ended { get; private set; }

    public EngineDescriptor Descriptor => promised.Descriptor;

    public EngineLoad Load => promised.Load;

    public int CountPromptTokens(ChatPrompt prompt) => promised.CountPromptTokens(prompt);

    public int CountPromptTokens(GenerationRequest request) => promised.CountPromptTokens(request);

    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var token in (Cheats ? cheaper : promised).GenerateAsync(request, cancellationToken)) yield return token;
        Ended++;
    }

    public async ValueTask DisposeAsync()
    {
        await promised.DisposeAsync();
        await cheaper.DisposeAsync();
    }
}
