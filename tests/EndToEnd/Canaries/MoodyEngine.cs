using System.Runtime.CompilerServices;
using Cocoon.Cli;
using Cocoon.Inference;
using Cocoon.Inference.Cpu;
using Cocoon.Inference.Models;
using Cocoon.Inference.Serving;

namespace Cocoon.EndToEnd.Tests.Canaries;

/// <summary>The shipped model, which answers the next request with a layer left out, or not at all, when told to.</summary>
internal sealed class MoodyEngine : IInferenceEngine
{
    private readonly LocalEngine _whole = CpuEngine.Open(ModelFolder.Open(ProjectRoot.Model));
    private readonly LocalEngine _cheaper;
    private int _cheats;
    private int _fails;

    /// <param name="folder">An empty one, for the model with a layer less.</param>
    public MoodyEngine(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(ProjectRoot.Model)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var config = Path.Combine(folder, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"num_hidden_layers\": 4", "\"num_hidden_layers\": 3", StringComparison.Ordinal));
        _cheaper = CpuEngine.Open(ModelFolder.Open(folder));
    }

    public EngineDescriptor Descriptor => _whole.Descriptor;

    public EngineLoad Load => _whole.Load;

    /// <summary>Cheats with the next request, and with no other.</summary>
    public void CheatOnce() => Interlocked.Exchange(ref _cheats, 1);

    /// <summary>Breaks down over the next request, before its first token.</summary>
    public void FailOnce() => Interlocked.Exchange(ref _fails, 1);

    public int CountPromptTokens(ChatPrompt prompt) => _whole.CountPromptTokens(prompt);

    public int CountPromptTokens(GenerationRequest request) => _whole.CountPromptTokens(request);

    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _fails, 0) == 1) throw new InvalidOperationException("It broke down.");
        var engine = Interlocked.Exchange(ref _cheats, 0) == 1 ? _cheaper : _whole;
        await foreach (var token in engine.GenerateAsync(request, cancellationToken)) yield return token;
    }

    public async ValueTask DisposeAsync()
    {
        await _whole.DisposeAsync();
        await _cheaper.DisposeAsync();
    }
}
