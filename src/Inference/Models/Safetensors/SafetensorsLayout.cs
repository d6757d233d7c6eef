using Cocoon.Inference.Models.Configs;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Models.Safetensors;

/// <summary>Hugging Face's layout: config.json and model.safetensors, or several safetensors files and their index.</summary>
internal sealed class SafetensorsLayout(string folder) : ModelLayout(folder)
{
    public override string Id => Path.GetFileName(Folder);

    public override bool IsToy => ConfigFile.IsToy(Folder);

    public override IReadOnlyList<string> WeightFiles => SafetensorsWeights.FilesOf(Folder);

    protected override IReadOnlyList<string> ConfigFiles =>
        SafetensorsWeights.IsSharded(Folder) ? [ConfigFile.FileName, ConfigFile.GenerationFileName, ShardIndex.FileName] : [ConfigFile.FileName, ConfigFile.GenerationFileName];

    public override ModelConfig ReadConfig() => ConfigFile.Load(Folder);

    public override (IWeightSource Weights, IReadOnlyList<MappedFile> Files) OpenWeights()
    {
        var weights = new SafetensorsWeights(Folder);
        return (weights, [.. weights.Files]);
    }
}
