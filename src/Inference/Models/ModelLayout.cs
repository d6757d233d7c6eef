using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Models;

/// <summary>How the files of a model lie in its folder.</summary>
internal abstract class ModelLayout(string folder)
{
    private static readonly string[] TokenizerFiles = ["tokenizer.json", "tokenizer_config.json", "chat_template.jinja"];

    /// <summary>A full path that does not end in a separator.</summary>
    public string Folder { get; } = folder;

    /// <summary>The model's id by its path.</summary>
    public abstract string Id { get; }

    /// <summary>Whether it carries the mark of a model that is for trying out only.</summary>
    public abstract bool IsToy { get; }

    /// <summary>Names of the files that hold its weights.</summary>
    public abstract IReadOnlyList<string> WeightFiles { get; }

    /// <summary>Names of the small files that an engine reads beside tokenizer and template.</summary>
    protected abstract IReadOnlyList<string> ConfigFiles { get; }

    public abstract ModelConfig ReadConfig();

    /// <summary>Maps the weights, and tells of the mapped files.</summary>
    public abstract (IWeightSource Weights, IReadOnlyList<MappedFile> Files) OpenWeights();

    /// <summary>Names of the small files that an engine reads and that are there.</summary>
    public IReadOnlyList<string> SmallFiles() =>
        [.. ConfigFiles.Concat(TokenizerFiles).Where(name => File.Exists(ModelFiles.Find(Folder, name)))];
}
