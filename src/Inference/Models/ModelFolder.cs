using System.Text.Json;
using Cocoon.Inference.Chat;
using Cocoon.Inference.Models.Gguf;
using Cocoon.Inference.Models.Identity;
using Cocoon.Inference.Models.Safetensors;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Models;

/// <summary>
/// A model as files: a folder in Hugging Face layout (config.json, tokenizer.json, tokenizer_config.json, safetensors), a
/// folder with one GGUF file, or a GGUF file. Opening reads the small files only. Thread-safe.
/// </summary>
public sealed class ModelFolder
{
    private readonly ModelLayout _layout;
    private readonly string? _expectedHash;
    private readonly Lazy<ModelConfig> _config;
    private readonly Lazy<bool> _isToy;
    private volatile ModelManifest? _manifest;

    private ModelFolder(ModelLayout layout, string? expectedHash, string? id)
    {
        Id = id ?? layout.Id;
        _layout = layout;
        _expectedHash = expectedHash;
        _config = new Lazy<ModelConfig>(layout.ReadConfig);
        _isToy = new Lazy<bool>(() => layout.IsToy);
        Tokenizer = ReadTokenizer(layout);
    }

    /// <summary>The folder that holds its files.</summary>
    public string FullPath => _layout.Folder;

    /// <summary>The GGUF file's path; null for safetensors.</summary>
    public string? GgufPath => (_layout as GgufLayout)?.FilePath;

    /// <summary>The model's id; by default the folder's name, or the GGUF file's without its ending.</summary>
    public string Id { get; }

    /// <summary>Counts and decodes tokens; needs no weights.</summary>
    public ChatTokenizer Tokenizer { get; }

    /// <summary>Its numbers, read when first asked for: a folder that only counts tokens need not have them.</summary>
    /// <exception cref="ModelFileException">They are missing, or of a kind that is not known.</exception>
    public ModelConfig Config => _config.Value;

    /// <summary>Whether the model says of itself that it is for trying out only ("cocoon_toy" in config.json, "cocoon.toy" in GGUF).</summary>
    public bool IsToy => _isToy.Value;

    /// <summary>Names of the files an engine reads, in its folder.</summary>
    public IReadOnlyList<string> Files => [.. _layout.SmallFiles(), .. _layout.WeightFiles];

    /// <summary>Bytes of the files that hold its weights.</summary>
    public long WeightBytes => _layout.WeightFiles.Sum(name => ModelFiles.LengthOf(ModelFiles.Find(FullPath, name)));

    /// <summary>Opens a model under the id that its path gives it, whatever its hash.</summary>
    /// <exception cref="ModelFileException">Something is missing or not understood.</exception>
    public static ModelFolder Open(string path) => Open(path, expectedHash: null);

    /// <param name="path">A folder or a GGUF file.</param>
    /// <param name="expectedHash">The hash its manifest must have, 64 hex digits; weights that do not fit it are refused. Null for any.</param>
    /// <param name="id">The model's id. Default: by its path.</param>
    /// <exception cref="ModelFileException">Something is missing or not understood.</exception>
    public static ModelFolder Open(string path, string? expectedHash, string? id = null) =>
        new(LayoutOf(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))), expectedHash, id);

    /// <summary>Maps the weights without hashing them, to look at what they are. What is served is opened by <see cref="OpenWeights"/>.</summary>
    /// <exception cref="ModelFileException">They are missing or damaged.</exception>
    public IWeightSource MapWeights() => _layout.OpenWeights().Weights;

    /// <summary>
    /// Maps the weights and hashes all files of the model, the weights through the very handles that are mapped. Each weight
    /// is checked as it is asked for. Takes as long as reading the files; ask for <see cref="HashWeights"/> afterwards.
    /// </summary>
    /// <param name="progress">Told how far the hashing is, from several threads.</param>
    /// <param name="cancellationToken">Stops the hashing.</param>
    /// <exception cref="ModelFileException">They are missing or damaged, or not those that were expected.</exception>
    public IWeightSource OpenWeights(IProgress<HashProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var (weights, files) = _layout.OpenWeights();
        try
        {
            Hash(files, progress, cancellationToken);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>The files of the model and their hashes: those of the weights that were opened last, or computed now, once.</summary>
    /// <exception cref="ModelFileException">A file is missing, or the model is not the one that was expected.</exception>
    public ModelManifest Manifest(IProgress<HashProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (_manifest is { } known) return known;
        var files = new List<MappedFile>();
        try
        {
            files.AddRange(_layout.WeightFiles.Select(name => new MappedFile(ModelFiles.Find(FullPath, name))));
            return Hash(files, progress, cancellationToken);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    /// <summary>The model's identity in offers, leases and the registry: the SHA-256 of its manifest, 64 lower-case hex digits.</summary>
    public string HashWeights() => Manifest().Hash;

    /// <summary>Reads one of the folder's JSON files. Whatever <paramref name="read"/> does not find in it is the file's fault.</summary>
    internal static T ReadJson<T>(string path, Func<JsonElement, T> read) => ModelFiles.ReadJson(path, read);

    /// <summary>What System.Text.Json throws for JSON of another shape.</summary>
    internal static bool IsOtherForm(Exception e) => ModelFiles.IsOtherForm(e);

    private ModelManifest Hash(IReadOnlyList<MappedFile> weights, IProgress<HashProgress>? progress, CancellationToken cancellationToken)
    {
        var small = new List<MappedFile>();
        try
        {
            small.AddRange(_layout.SmallFiles().Select(name => new MappedFile(ModelFiles.Find(FullPath, name))));
            var manifest = ManifestReader.Read([.. small.Concat(weights).Select(file => (Path.GetFileName(file.Path), file))], progress, cancellationToken);
            if (_expectedHash is not null && !string.Equals(manifest.Hash, _expectedHash, StringComparison.OrdinalIgnoreCase))
                throw new ModelFileException($"The model '{Id}' in '{FullPath}' is not the one that is expected: its hash is {manifest.Hash}, not {_expectedHash}. A file has changed; get the model again.");
            _manifest = manifest;
            return manifest;
        }
        finally
        {
            small.ForEach(file => file.Dispose());
        }
    }

    private static ModelLayout LayoutOf(string path)
    {
        if (File.Exists(path))
        {
            return path.EndsWith(GgufLayout.Extension, StringComparison.OrdinalIgnoreCase)
                ? new GgufLayout(Path.GetDirectoryName(path)!, Path.GetFileName(path))
                : throw new ModelFileException($"'{path}' is neither a model folder nor a GGUF file.");
        }
        if (!Directory.Exists(path)) throw new ModelFileException($"There is no model folder '{path}'.");
        var layout = new SafetensorsLayout(path);
        if (layout.WeightFiles.Any(name => File.Exists(Path.Combine(path, name)))) return layout;
        return Directory.EnumerateFiles(path, "*" + GgufLayout.Extension).Take(2).ToList() switch
        {
            [] => layout,
            [var only] => new GgufLayout(path, Path.GetFileName(only)),
            _ => throw new ModelFileException($"The folder '{path}' holds several GGUF files. Name the one that is meant."),
        };
    }

    /// <summary>A tokenizer.json beside a GGUF file counts more than what is in it.</summary>
    private static ChatTokenizer ReadTokenizer(ModelLayout layout) =>
        layout is GgufLayout gguf && !File.Exists(ModelFiles.Find(layout.Folder, "tokenizer.json")) ? ChatTokenizer.Open(gguf.ReadVocabulary()) : ChatTokenizer.Open(layout.Folder);
}
