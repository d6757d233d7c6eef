using Cocoon.Inference.Cpu;
using Cocoon.Inference.Models;
using Cocoon.Inference.Serving;

namespace Cocoon.Inference.Tests;

/// <summary>The model that the project ships with.</summary>
internal static class TinyJane
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "models", "tiny-jane");

    public static ModelFolder Folder { get; } = ModelFolder.Open(Path);

    public static LocalEngine Open(CpuEngineOptions? options = null) => CpuEngine.Open(Folder, options);

    /// <summary>A request of one user turn, greedy unless told otherwise.</summary>
    public static GenerationRequest Ask(string question, int maxTokens = 32, SamplingOptions? sampling = null, params string[] stop) =>
        new(new ChatPrompt([new ChatMessage("user", question)]), maxTokens, sampling ?? new SamplingOptions { Temperature = 0 }, stop);
}
