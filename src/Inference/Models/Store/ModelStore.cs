using System.Text.RegularExpressions;
using Cocoon.Inference.Models.Identity;

namespace Cocoon.Inference.Models.Store;

/// <summary>
/// A folder of models, each in a folder of its name with a card that tells its hash. Adding is all or nothing: a model is
/// made in a folder that is not listed and renamed when all is checked. Processes may share a store.
/// </summary>
/// <param name="root">The folder; made when something is added.</param>
public sealed partial class ModelStore(string root)
{
    /// <summary>Begins the names of folders that are not models yet.</summary>
    private const string Unfinished = ".adding-";

    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>Whether a text can be a model's name in a store: letters, digits, '.', '_' and '-', at most 128.</summary>
    public static bool IsName(string text) => NameForm().IsMatch(text);

    /// <summary>The model of a name; null when there is none.</summary>
    /// <exception cref="ModelFileException">Its card is damaged.</exception>
    public StoredModel? Find(string name)
    {
        if (!IsName(name)) return null;
        var folder = Path.Combine(Root, name);
        if (!File.Exists(Path.Combine(folder, ModelCard.FileName))) return null;
        var model = ModelCard.Read(folder);
        return model.Identity.Name == name ? model : throw new ModelFileException($"The card in '{folder}' is that of the model '{model.Identity.Name}'. Name the folder so.");
    }

    /// <summary>A model of the store by its name, which then has to be unchanged, or any other by its path.</summary>
    /// <exception cref="ModelFileException">There is none, or it is not understood.</exception>
    public ModelFolder Open(string nameOrPath) => Find(nameOrPath)?.Open() ?? ModelFolder.Open(nameOrPath);

    /// <summary>All models, by name.</summary>
    public IReadOnlyList<StoredModel> List() => !Directory.Exists(Root)
        ? []
        : [.. Directory.EnumerateDirectories(Root).Select(folder => Find(Path.GetFileName(folder))).OfType<StoredModel>().OrderBy(model => model.Identity.Name, StringComparer.Ordinal)];

    /// <summary>Takes a model in: its files are copied, or linked where asked, and checked to the last weight.</summary>
    /// <exception cref="ModelFileException">It cannot be run, is not the one expected, or the name is taken or impossible.</exception>
    public StoredModel Add(string path, ModelAddition options, CancellationToken cancellationToken = default)
    {
        var source = ModelFolder.Open(path);
        var name = options.Name ?? source.Id;
        if (!IsName(name)) throw new ModelFileException($"'{name}' cannot be a model's name: use letters, digits, '.', '_' and '-', at most 128. Name another one with --name.");
        var (folder, making) = (Path.Combine(Root, name), Path.Combine(Root, Unfinished + name));
        if (Directory.Exists(folder)) throw new ModelFileException($"The store has a model '{name}' already. Remove it first, or name another one with --name.");
        try
        {
            if (Directory.Exists(making)) Directory.Delete(making, recursive: true);
            Directory.CreateDirectory(making);
            foreach (var file in source.Files) Take(Path.Combine(source.FullPath, file), Path.Combine(making, file), options.Link, cancellationToken);
            var copy = ModelFolder.Open(making, options.ExpectedHash, name);
            var manifest = Check(copy, options.Progress, cancellationToken);
            var model = new StoredModel(new ModelIdentity(name, options.Revision, manifest.Hash), options.Verity, folder, manifest.Files);
            ModelCard.Write(making, model);
            Directory.Move(making, folder);
            return model;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"The model '{name}' cannot be stored in '{Root}': {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(making)) Directory.Delete(making, recursive: true);
        }
    }

    /// <summary>Reads a model whole and holds it against its card.</summary>
    /// <exception cref="ModelFileException">A file has changed; the message names it.</exception>
    public static void Verify(StoredModel model, IProgress<HashProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var manifest = ModelFolder.Open(model.Path, null, model.Identity.Name).Manifest(progress, cancellationToken);
        var changed = manifest.Files.Union(model.Files).GroupBy(file => file.Name).Where(group => group.Count() > 1 || !manifest.Files.Contains(group.First()) || !model.Files.Contains(group.First()))
            .Select(group => group.Key).ToList();
        if (changed.Count > 0) throw new ModelFileException($"The model '{model.Identity.Name}' has changed since it was added: {string.Join(", ", changed)}. Remove it and add it again from a source you trust.");
        if (manifest.Hash != model.Identity.Hash) throw new ModelFileException($"The card of the model '{model.Identity.Name}' does not fit its files. Remove it and add it again from a source you trust.");
    }

    /// <summary>Deletes a model's folder.</summary>
    /// <exception cref="ModelFileException">It cannot be deleted.</exception>
    public void Remove(StoredModel model)
    {
        // Renamed first, so that one that is half gone is not listed.
        var going = Path.Combine(Root, Unfinished + model.Identity.Name);
        try
        {
            if (Directory.Exists(going)) Directory.Delete(going, recursive: true);
            Directory.Move(model.Path, going);
            Directory.Delete(going, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"The model '{model.Identity.Name}' cannot be removed: {e.Message}", e);
        }
    }

    private static ModelManifest Check(ModelFolder model, IProgress<HashProgress>? progress, CancellationToken cancellationToken)
    {
        using var weights = model.OpenWeights(progress, cancellationToken);
        foreach (var (name, rows, columns) in model.Config.Weights())
        {
            cancellationToken.ThrowIfCancellationRequested();
            weights.Get(name, rows, columns);
        }
        return model.Manifest(progress, cancellationToken);
    }

    private static void Take(string from, string to, bool link, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (link) HardLink.Create(from, to);
        else File.Copy(from, to);
    }

    [GeneratedRegex("""\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z""")]
    private static partial Regex NameForm();
}
