using Cocoon.Core.Providers;
using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Store;

namespace Cocoon.Silo.Providers.Models;

/// <summary>A model that is wanted in memory.</summary>
/// <param name="Path">Its folder, or its GGUF file.</param>
/// <param name="Engine">Name of the engine that runs it.</param>
/// <param name="Slots">Jobs at once.</param>
/// <param name="MaxContext">Most tokens of prompt and completion together; 0 for the model's own limit.</param>
/// <param name="MemoryBytes">Memory to set aside; 0 to estimate it.</param>
public sealed record ModelEntry(string Path, string Engine, int Slots, int MaxContext = 0, long MemoryBytes = 0)
{
    /// <summary>What it costs. Default: what the provider's other models do.</summary>
    public ModelAsk Ask { get; init; } = ModelAsk.None;

    private string FullPath => System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path));

    /// <summary>The model's id, by its path.</summary>
    public string Name => FullPath.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? System.IO.Path.GetFileNameWithoutExtension(FullPath) : System.IO.Path.GetFileName(FullPath);

    /// <summary>Opens its small files. A model that lies in a store loads only if it is what its card says.</summary>
    /// <exception cref="ModelFileException">They are missing or damaged.</exception>
    public ModelFolder OpenFolder() =>
        new ModelStore(System.IO.Path.GetDirectoryName(FullPath) ?? FullPath).Find(System.IO.Path.GetFileName(FullPath))?.Open() ?? ModelFolder.Open(FullPath);
}
