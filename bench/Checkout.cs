namespace Cocoon.Bench;

/// <summary>Where this checkout is: the launcher says so, and otherwise the nearest folder above this program or this shell.</summary>
internal static class Checkout
{
    private const string Solution = "Cocoon.Orleans.sln";

    /// <summary>A file of the checkout.</summary>
    /// <exception cref="BenchException">There is no checkout.</exception>
    public static string File(params ReadOnlySpan<string> path) => Path.Combine([Root(), .. path]);

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("COCOON_HOME") is { Length: > 0 } home) return Path.GetFullPath(home);
        foreach (var start in (string[])[AppContext.BaseDirectory, Environment.CurrentDirectory])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (System.IO.File.Exists(Path.Combine(folder.FullName, Solution))) return folder.FullName;
        }
        throw new BenchException("The benchmarks do not find their checkout. Run './cocoon bench' there, or set COCOON_HOME to it.");
    }
}
