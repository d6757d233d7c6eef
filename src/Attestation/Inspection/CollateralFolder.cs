using Cocoon.Attestation.Collateral;

namespace Cocoon.Attestation.Inspection;

/// <summary>
/// A folder of what vendors publish. A file is named by kind and id, "KIND~ID.ENDING" or "KIND.ENDING" where there is no id,
/// with the id percent-encoded: "SnpCrl~milan.der", "SnpAuthorities~milan%2Fvlek.pem", "TdxQeIdentity.json". The ending
/// means nothing. Files of other names are refused, so that a mistyped one is not taken for missing.
/// </summary>
public static class CollateralFolder
{
    private const int MaxBytes = 16 << 20;

    /// <exception cref="FormatException">A file's name is of no known kind, or it is too large; the message says which.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static CollateralSnapshot Read(string path)
    {
        var files = new DirectoryInfo(path).EnumerateFiles().Where(file => !file.Name.StartsWith('.')).OrderBy(file => file.Name, StringComparer.Ordinal);
        return CollateralSnapshot.Empty.With([.. files.Select(Read)]);
    }

    /// <summary>The name of a document in such a folder, without its ending.</summary>
    public static string NameOf(CollateralKey key) => key.Id.Length == 0 ? key.Kind.ToString() : $"{key.Kind}~{Uri.EscapeDataString(key.Id)}";

    private static CollateralItem Read(FileInfo file)
    {
        var stem = Path.GetFileNameWithoutExtension(file.Name);
        var (kind, id) = stem.Split('~', 2) is [var first, var second] ? (first, second) : (stem, "");
        if (!Enum.TryParse<CollateralKind>(kind, ignoreCase: true, out var known) || !char.IsAsciiLetter(kind[0]))
            throw new FormatException($"'{file.Name}' is named after no kind of collateral. Name it KIND~ID, where KIND is one of {string.Join(", ", Enum.GetNames<CollateralKind>())}.");
        if (file.Length > MaxBytes) throw new FormatException($"'{file.Name}' has {file.Length} bytes; collateral has at most {MaxBytes}.");
        return new CollateralItem(new CollateralKey(known, Uri.UnescapeDataString(id)), File.ReadAllBytes(file.FullName));
    }
}
