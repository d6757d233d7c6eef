using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Models.Gguf;

/// <summary>One GGUF file, which may have a tokenizer.json and a tokenizer_config.json beside it.</summary>
internal sealed class GgufLayout(string folder, string name) : ModelLayout(folder)
{
    public const string Extension = ".gguf";

    /// <summary>Our own key, as there is no config.json: true for a model that is for trying out only.</summary>
    private const string ToyKey = "cocoon.toy";

    public string FilePath { get; } = ModelFiles.Find(folder, name);

    public override string Id => Path.GetFileNameWithoutExtension(name);

    public override bool IsToy
    {
        get
        {
            using var file = new GgufFile(FilePath);
            return file.Metadata.Flag(ToyKey) ?? false;
        }
    }

    public override IReadOnlyList<string> WeightFiles => [name];

    protected override IReadOnlyList<string> ConfigFiles => [];

    public override ModelConfig ReadConfig()
    {
        using var file = new GgufFile(FilePath);
        return GgufConfig.Read(file, GgufVocabularyReader.Read(file.Metadata, FilePath));
    }

    /// <exception cref="ModelFileException">The file has no tokenizer, or one of an unknown kind.</exception>
    public GgufVocabulary ReadVocabulary()
    {
        using var file = new GgufFile(FilePath);
        return GgufVocabularyReader.Read(file.Metadata, FilePath);
    }

    public override (IWeightSource Weights, IReadOnlyList<MappedFile> Files) OpenWeights()
    {
        var file = new GgufFile(FilePath);
        return (new GgufWeights(file), [file.File]);
    }
}
