using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Cocoon.Gateway.Playground;

/// <summary>The playground's page, style and scripts, inside this assembly: there for every kind of host, run or published.</summary>
internal static class PlaygroundFiles
{
    public const string Page = "index.html";

    private const string Prefix = "playground/";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8", [".css"] = "text/css; charset=utf-8", [".js"] = "text/javascript; charset=utf-8", [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, PlaygroundFile> Files = Load().ToFrozenDictionary(StringComparer.Ordinal);

    public static PlaygroundFile? Find(string name) => Files.GetValueOrDefault(name);

    private static IEnumerable<KeyValuePair<string, PlaygroundFile>> Load()
    {
        var assembly = typeof(PlaygroundFiles).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var version = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"";
            yield return new(resource[Prefix.Length..], new PlaygroundFile(content, Types[Path.GetExtension(resource)], version));
        }
    }
}
