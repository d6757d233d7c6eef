using System.Runtime.CompilerServices;
using Cocoon.Cli;
using Cocoon.Inference;
using Cocoon.Inference.Cpu;
using Cocoon.Inference.Models;
using Cocoon.Inference.Serving;

namespace Cocoon.EndToEnd.Tests.Continuations;

/// <summary>The shipped model's real engine, which is closed in the middle of an answer when its machine is doomed, and never answers again.</summary>
internal sealed class MortalEngine(Doom doom) : IInferenceEngine
{
    private readonly LocalEngine _engine = CpuEngine.Open(ModelFolder.Open(ProjectRoot.Model));

    public EngineDescriptor Descriptor => _engine.Descriptor;

    public EngineLoad Load => _engine.Load;

    public int CountPromptTokens(ChatPrompt prompt) => _engine.CountPromptTokens(prompt);

    public int CountPromptTokens(GenerationRequest request) => _engine.CountPromptTokens(request);

    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var word = doom.Take();
        await foreach (var token in _engine.GenerateAsync(request, cancellationToken))
        {
            yield return token;
            if (word is null) continue;
            // Here for the second token: the first one has left this machine, and goes on to the caller meanwhile.
            await word.WaitAsync(cancellationToken);
            word = null;
            await _engine.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
