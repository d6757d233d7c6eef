using System.Runtime.InteropServices;

namespace Cocoon.Inference.LlamaCpp.Library;

/// <summary>
/// Where the files of llama.cpp lie. They come inside the npm package @node-llama-cpp/linux-x64 (or -cuda, -vulkan) in the
/// version that package/package.json pins; their names carry llama.cpp's release.
/// </summary>
public sealed record LibraryFiles
{
    /// <summary>The release whose structs were checked.</summary>
    public const string KnownVersion = "v0.5.0";

    /// <summary>Names a folder of libraries in place of the installed package's.</summary>
    public const string FolderVariable = "COCOON_LLAMA_CPP";

    /// <summary>Names the checkout for what is built outside of it.</summary>
    private const string CheckoutVariable = "COCOON_HOME";

    private const string Prefix = "libllama.";
    private const string Suffix = ".so";

    /// <summary>How to install the libraries; part of every message about missing ones.</summary>
    public static string HowToInstall => "Run 'npm ci --ignore-scripts' in src/Inference.LlamaCpp/package, or name a folder of libraries (setting LibraryFolder or variable " + FolderVariable + ").";

    private LibraryFiles(string folder, string version)
    {
        Folder = folder;
        Version = version;
    }

    public string Folder { get; }

    public string Version { get; }

    internal string GgmlBase => Path.Combine(Folder, "libggml-base" + Suffix);

    internal string Ggml => Path.Combine(Folder, $"libggml.{Version}{Suffix}");

    internal string Llama => Path.Combine(Folder, Prefix + Version + Suffix);

    /// <summary>
    /// The files in a folder, else in the one of <see cref="FolderVariable"/>, else in the package that was installed beside
    /// this assembly or in a source tree around it.
    /// </summary>
    /// <exception cref="LlamaCppException">There are none, or they are of another release and that is not allowed.</exception>
    public static LibraryFiles Find(string? folder = null, bool allowUnknownVersion = false)
    {
        folder ??= Environment.GetEnvironmentVariable(FolderVariable);
        return TryFind(string.IsNullOrEmpty(folder) ? Installed() : [folder], allowUnknownVersion, out var files, out var why)
            ? files!
            : throw new LlamaCppException($"{why} {HowToInstall}");
    }

    internal static bool TryFind(IEnumerable<string> folders, bool allowUnknownVersion, out LibraryFiles? files, out string why)
    {
        (files, why) = (null, "llama.cpp is not installed.");
        foreach (var folder in folders.Select(Path.GetFullPath).Where(Directory.Exists))
        {
            var versions = Directory.EnumerateFiles(folder, Prefix + "*" + Suffix).Select(path => Path.GetFileName(path)[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal).ToList();
            if (versions.Count == 0)
            {
                why = $"There is no {Prefix}*{Suffix} in '{folder}'.";
                continue;
            }
            var version = versions.Contains(KnownVersion) ? KnownVersion : versions[^1];
            if (version != KnownVersion && !allowUnknownVersion)
            {
                why = $"The llama.cpp in '{folder}' is release {version}; only {KnownVersion} was checked (AllowUnknownVersion tries others).";
                return false;
            }
            files = new LibraryFiles(folder, version);
            return true;
        }
        return false;
    }

    private static IEnumerable<string> Installed()
    {
        var checkout = Environment.GetEnvironmentVariable(CheckoutVariable);
        return (string.IsNullOrEmpty(checkout) ? [] : Candidates(checkout)).Concat(Candidates(AppContext.BaseDirectory));
    }

    /// <summary>Package folders from the nearest on: graphics cards first, as whoever installed their package wants it used.</summary>
    private static IEnumerable<string> Candidates(string start)
    {
        var system = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            foreach (var place in new[] { "package", "src/Inference.LlamaCpp/package" })
            {
                foreach (var variant in new[] { "-cuda", "-vulkan", "" })
                    yield return Path.Combine(folder.FullName, place, "node_modules/@node-llama-cpp", system + variant, "bins", system + variant);
            }
        }
    }
}
