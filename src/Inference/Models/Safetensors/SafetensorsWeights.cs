using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Models.Safetensors;

/// <summary>Weights in one safetensors file or, where there is an index of them, in several.</summary>
internal sealed class SafetensorsWeights : IWeightSource
{
    public const string FileName = "model.safetensors";

    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<string, SafetensorsFile> _places = new(StringComparer.Ordinal);
    private readonly string _name;

    /// <exception cref="ModelFileException">A file is missing or damaged, or the index does not fit the files.</exception>
    public SafetensorsWeights(string folder)
    {
        try
        {
            if (IsSharded(folder))
            {
                var index = ShardIndex.Read(folder);
                _name = Path.Combine(folder, ShardIndex.FileName);
                foreach (var file in index.Files) Add(ModelFiles.Find(folder, file), tensor => index.Places.GetValueOrDefault(tensor) == file);
                if (index.Places.Keys.FirstOrDefault(name => !_places.ContainsKey(name)) is { } lost)
                    throw new ModelFileException($"The model file '{_name}' places the tensor '{lost}' in a file that does not hold it.");
            }
            else
            {
                _name = ModelFiles.Find(folder, FileName);
                Add(_name, _ => true);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
        Quantization = MostOf(_files.SelectMany(file => file.Tensors.Values));
    }

    public string Quantization { get; }

    public IEnumerable<MappedFile> Files => _files.Select(file => file.File);

    /// <summary>Names of the files that hold the weights of a folder, without opening them.</summary>
    public static IReadOnlyList<string> FilesOf(string folder) => IsSharded(folder) ? ShardIndex.Read(folder).Files : [FileName];

    /// <summary>As in transformers, one whole file is preferred to an index.</summary>
    public static bool IsSharded(string folder) => !File.Exists(Path.Combine(folder, FileName)) && File.Exists(Path.Combine(folder, ShardIndex.FileName));

    public bool Contains(string name) => _places.ContainsKey(name);

    public StoredTensor Get(string name, int rows, int columns) =>
        _places.TryGetValue(name, out var file)
            ? file.Get(name, rows, columns)
            : throw new ModelFileException($"The weights '{_name}' cannot be used: the tensor '{name}' is missing.");

    public void Dispose() => _files.ForEach(file => file.Dispose());

    private void Add(string path, Func<string, bool> isHere)
    {
        var file = new SafetensorsFile(path);
        _files.Add(file);
        foreach (var name in file.Tensors.Keys)
        {
            if (!isHere(name)) throw new ModelFileException($"The weights '{path}' hold the tensor '{name}', which the index does not place there.");
            _places.Add(name, file);
        }
    }

    private static string MostOf(IEnumerable<TensorEntry> tensors) =>
        tensors.GroupBy(tensor => tensor.Type).MaxBy(group => group.Where(tensor => tensor.Shape.Length == 2).Sum(tensor => tensor.Bytes))!.Key.ToLowerInvariant();
}
