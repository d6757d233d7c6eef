namespace Cocoon.Simulation.Tests;

/// <summary>The checkout that the tests belong to: COCOON_HOME says where it is, otherwise it lies above the test's folder.</summary>
internal static class SourceTree
{
    private static readonly string Root = Find();

    /// <param name="path">Below the checkout, with forward slashes.</param>
    public static string PathOf(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(PathOf(path));

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("COCOON_HOME") is { Length: > 0 } home) return Path.GetFullPath(home);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Cocoon.Orleans.sln"))) return folder.FullName;
        throw new InvalidOperationException("The test runs outside its checkout; set COCOON_HOME to it.");
    }
}
