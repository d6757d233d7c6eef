namespace Cocoon.Attestation.Tests;

/// <summary>Real evidence of public repositories. It lies beside the project and is never committed.</summary>
internal static class Vectors
{
    /// <summary>Why tests on real evidence are skipped; null when the files are there.</summary>
    public static string? Missing => Folder is null ? "the shared vectors (../shared/vectors) are not on this machine" : null;

    private static string? Folder { get; } = Find();

    /// <param name="path">Path below the folder of vectors, such as "tdx/coco_v5_90c06f.quote.bin".</param>
    public static byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(Folder!, path));

    public static string Text(string path) => File.ReadAllText(Path.Combine(Folder!, path));

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("COCOON_HOME") is { Length: > 0 } home) return Existing(new DirectoryInfo(home));
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Cocoon.Orleans.sln"))) return Existing(at);
        return null;
    }

    private static string? Existing(DirectoryInfo root)
    {
        var folder = Path.Combine(root.FullName, "..", "shared", "vectors");
        return Directory.Exists(folder) ? folder : null;
    }
}
