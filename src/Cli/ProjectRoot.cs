namespace Cocoon.Cli;

/// <summary>Where this checkout is: the launcher says so, and otherwise the tool looks upward from itself.</summary>
internal static class ProjectRoot
{
    public static string Path { get; } = Find();

    public static string Model => System.IO.Path.Combine(Path, "models", "tiny-jane");

    public static string LocalChain => System.IO.Path.Combine(Path, "contracts", "localchain", "main.mjs");

    public static string State(string name) => System.IO.Path.Combine(Path, ".cocoon", name);

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("COCOON_HOME") is { Length: > 0 } home) return System.IO.Path.GetFullPath(home);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Cocoon.Orleans.sln"))) return folder.FullName;
        throw new CliException("This tool does not find its checkout. Run it as ./cocoon from there, or set COCOON_HOME to it.");
    }
}
