using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Admin.Assets;

/// <summary>The style sheets and scripts inside this assembly. Their addresses carry their hash, so browsers keep them for good.</summary>
internal sealed class AssetFiles
{
    private const string Prefix = "assets/";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8", [".js"] = "text/javascript; charset=utf-8", [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, Asset> _files = Load().ToFrozenDictionary();

    /// <summary>Address of a file.</summary>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public string Url(string name) => $"{Access.Paths.Assets}/{name}?v={_files[name].Version}";

    public IResult Get(string name, HttpContext http)
    {
        if (!_files.TryGetValue(name, out var file)) return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.Remove("Pragma");
        return Results.Bytes(file.Content, file.Type);
    }

    private static IEnumerable<KeyValuePair<string, Asset>> Load()
    {
        var assembly = typeof(AssetFiles).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var name = resource[Prefix.Length..];
            yield return new(name, new Asset(content, Types[Path.GetExtension(name)], Convert.ToHexStringLower(SHA256.HashData(content))[..12]));
        }
    }

    private sealed record Asset(byte[] Content, string Type, string Version);
}
