using System.Security.Cryptography;
using System.Text;

namespace Cocoon.Inference.Models.Identity;

/// <summary>
/// The files of a model that an engine reads, by names in ordinal order. Its hash is the model's identity; docs/models.md
/// says how to compute it with coreutils.
/// </summary>
public sealed record ModelManifest
{
    private const string FirstLine = "cocoon-model 1\n";

    internal ModelManifest(IEnumerable<ModelFile> files)
    {
        Files = [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
        var text = new StringBuilder(FirstLine);
        foreach (var file in Files) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{file.Sha256} {file.Size} {file.Name}\n");
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public IReadOnlyList<ModelFile> Files { get; }

    /// <summary>SHA-256 of the list, 64 lower-case hex digits.</summary>
    public string Hash { get; }
}
