using System.Text.Json;
using Cocoon.ClusterKit.Processes;

namespace Cocoon.ClusterKit.Members;

/// <summary>Keys of the network in files of their own, readable by their owner only.</summary>
internal static class KeyFiles
{
    /// <param name="folder">Has the network's key file, and gets the new one.</param>
    /// <param name="name">Which key, as the key file calls it.</param>
    /// <returns>The new file.</returns>
    public static string Write(string folder, string name)
    {
        var seeds = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(Path.Combine(folder, "keys.json")))!;
        var path = Path.Combine(folder, $"{name}.key");
        using var writer = new StreamWriter(PrivateFile.Create(path));
        writer.Write(seeds[name]);
        return path;
    }
}
