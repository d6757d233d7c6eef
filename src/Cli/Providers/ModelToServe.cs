using Cocoon.Inference.Models;

namespace Cocoon.Cli.Providers;

/// <summary>A model on this machine's disk. Hashing it reads all of it.</summary>
internal sealed record ModelToServe(string Path, string Id, string Hash, long WeightBytes)
{
    public static ModelToServe Open(string path)
    {
        var folder = ModelFolder.Open(path);
        return new ModelToServe(System.IO.Path.GetFullPath(path), folder.Id, folder.HashWeights(), folder.WeightBytes);
    }
}
