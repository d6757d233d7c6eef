using Cocoon.Inference;
using Cocoon.Inference.Cpu;
using Cocoon.Inference.Models;

namespace Cocoon.Grains.Tests.Audits;

/// <summary>The shipped model, whole and with a layer left out.</summary>
internal static class TinyJane
{
    public static IInferenceEngine Open() => CpuEngine.Open(ModelFolder.Open(GrainHost.ModelPath()));

    /// <summary>The same weights without the last layer: a quarter of the work saved, and fluent still.</summary>
    public static IInferenceEngine OpenWithoutALayer()
    {
        var folder = Directory.CreateTempSubdirectory("cocoon-fewer-layers-").FullName;
        foreach (var file in Directory.EnumerateFiles(GrainHost.ModelPath())) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var config = Path.Combine(folder, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"num_hidden_layers\": 4", "\"num_hidden_layers\": 3", StringComparison.Ordinal));
        return CpuEngine.Open(ModelFolder.Open(folder));
    }
}
